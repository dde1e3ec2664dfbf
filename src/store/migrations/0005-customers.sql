-- Customers as partners know them: profiles, qualifications, agreements; and the profiles of the partners themselves.

-- Customers ----------------------------------------------------------------------------------------------------------

alter table customer
  add column commerce_id uuid,
  add column status text not null default 'active' check (status in ('active', 'removed', 'deleted')),
  add column created_at timestamptz,
  add column billing_profile jsonb not null default '{}',
  add column company_profile jsonb not null default '{}',
  add column qualifications jsonb not null default '[]',
  add column segments text[] not null default '{commercial}',
  add column custom_domains text[] not null default '{}',
  add column allow_delegated_access boolean not null default true,
  add column direct_signed_at timestamptz,
  add column version integer not null default 1;
comment on column customer.name is 'The company name of its profiles.';
comment on column customer.country is 'The country of its billing address.';
comment on column customer.status is
  'removed: the relationship with the partner has ended, what was sold stays in the ledger; deleted: a sandbox customer, as if it had never been.';
comment on column customer.created_at is 'When its partner created it here; null for one that was imported.';
comment on column customer.qualifications is 'What the customer was found to be, such as education; segments follows from it.';
comment on column customer.segments is 'Catalogue segments its qualifications open: commercial, education, government, nonprofit.';
comment on column customer.direct_signed_at is 'When the customer itself signed the customer agreement with the provider.';
comment on column customer.version is 'Counts the changes of its billing profile; the ETag of it.';
create index customer_name on customer (partner_id, (lower(name) collate "C"), customer_id);
create index customer_domain on customer ((lower(domain_name) collate "C"));
create index customer_reseller on customer (partner_id, reseller_mpn_id, (lower(name) collate "C"), customer_id)
  where reseller_mpn_id is not null;

create table government_validation_code (
  partner_id uuid not null references partner,
  validation_id text not null,
  organization_name text not null,
  maximum_customers integer not null check (maximum_customers > 0),
  remaining_customers integer not null check (remaining_customers between 0 and maximum_customers),
  version integer not null default 1,
  primary key (partner_id, validation_id)
);
comment on table government_validation_code is 'Codes the provider gave a partner, with which it may qualify customers as government.';

-- Agreements ---------------------------------------------------------------------------------------------------------

create table agreement_template (
  template_id uuid primary key,
  type text not null check (type in ('MicrosoftCloudAgreement', 'MicrosoftCustomerAgreement')),
  version_rank integer not null check (version_rank > 0),
  unique (type, version_rank)
);
comment on table agreement_template is 'Agreements customers accept; the types are the words existing clients know.';

create table agreement_document (
  template_id uuid not null references agreement_template,
  country text not null,
  language text not null,
  title text not null,
  body text not null,
  primary key (template_id, country, language)
);
comment on table agreement_document is 'The text of an agreement in a language: for a country (ISO 3166-1 alpha-2), or for every other one (empty).';
comment on column agreement_document.body is 'Plain text; an empty line parts paragraphs.';

create table customer_agreement (
  partner_id uuid not null,
  customer_id uuid not null,
  agreement_id uuid not null,
  template_id uuid not null,
  type text not null,
  first_name text not null,
  last_name text not null,
  email text not null,
  phone_number text not null,
  agreed_at timestamptz not null,
  confirmed_at timestamptz not null,
  confirmed_by uuid not null,
  primary key (partner_id, customer_id, agreement_id),
  unique (partner_id, customer_id, template_id, agreed_at, email, first_name, last_name, phone_number),
  foreign key (partner_id, customer_id) references customer
);
comment on table customer_agreement is 'Who of a customer accepted which agreement, as the partner attested. Without one nothing can be bought.';
comment on column customer_agreement.phone_number is 'Empty where none was given.';

create table link_key (
  only_row boolean primary key default true check (only_row),
  secret text not null
);
comment on table link_key is 'Signs links that open a document for a few minutes; made by the program when it is first needed.';

-- Partners -----------------------------------------------------------------------------------------------------------

create table partner_profile (
  partner_id uuid not null references partner,
  kind text not null check (kind in ('billing', 'legal', 'legal-finalized', 'organization', 'support')),
  profile jsonb not null,
  version integer not null default 1,
  changed_at timestamptz not null,
  primary key (partner_id, kind)
);
comment on table partner_profile is 'What a partner changed of its profiles; what is missing follows from its account.';
comment on column partner_profile.version is 'Counts the changes; the ETag.';

alter table partner add column agreement_signed boolean not null default true;
comment on column partner.agreement_signed is 'Whether it signed the partner agreement of its region; onboarding supposes so.';

grant select, insert, update on government_validation_code, partner_profile to prorata_program;
grant select, insert on agreement_template, agreement_document, customer_agreement, link_key to prorata_program;

-- Agreements to begin with; an operator adds versions of its own, which hold from then on.
insert into agreement_template (template_id, type, version_rank) values
  ('018f0005-0000-7000-8000-000000000001', 'MicrosoftCloudAgreement', 1),
  ('018f0005-0000-7000-8000-000000000002', 'MicrosoftCustomerAgreement', 1);
insert into agreement_document (template_id, country, language, title, body)
select t.template_id, '', d.language, d.title, d.body
from agreement_template t cross join (values
  ('en-US', 'Customer agreement', $text$The customer buys cloud services and software from the partner. The provider runs them or has them run by their publishers.

The customer uses what it bought within the law, for its own business, by its own people, and keeps their credentials safe. It does not resell, take apart or overload the services.

The partner invoices the customer. Terms, prices and the days on which a purchase can be cancelled or reduced are those shown with the order; what was ordered for a term is owed for that term.

The customer's data remain the customer's. They are processed only to provide the services, and can be taken out as long as a service runs and for the days of its suspension.

The provider may suspend services that endanger others or are not paid for. Each side is liable for what it did wilfully or with gross negligence, as the law of the customer's country provides.$text$),
  ('de-DE', 'Kundenvereinbarung', $text$Der Kunde kauft Cloud-Dienste und Software beim Partner. Der Anbieter betreibt sie oder lässt sie von ihren Herausgebern betreiben.

Der Kunde nutzt das Gekaufte im Rahmen der Gesetze, für den eigenen Betrieb und durch die eigenen Leute, und hält deren Zugangsdaten geheim. Er verkauft die Dienste nicht weiter, zerlegt und überlastet sie nicht.

Der Partner stellt dem Kunden die Rechnung. Laufzeiten, Preise und die Tage, an denen ein Kauf widerrufen oder verringert werden kann, sind die bei der Bestellung gezeigten; was für eine Laufzeit bestellt wurde, ist für diese Laufzeit geschuldet.

Die Daten des Kunden bleiben seine. Sie werden nur verarbeitet, um die Dienste zu erbringen, und können ausgeführt werden, solange ein Dienst läuft und während seiner Aussetzung.

Der Anbieter darf Dienste aussetzen, die andere gefährden oder nicht bezahlt werden. Jede Seite haftet für Vorsatz und grobe Fahrlässigkeit nach dem Recht des Landes des Kunden.$text$),
  ('fr-FR', 'Contrat client', $text$Le client achète des services en nuage et des logiciels auprès du partenaire. Le fournisseur les exploite ou les fait exploiter par leurs éditeurs.

Le client utilise ce qu'il a acheté dans le respect de la loi, pour sa propre activité et par son propre personnel, et protège leurs identifiants. Il ne revend, ne démonte ni ne surcharge les services.

Le partenaire facture le client. Les durées, les prix et les jours pendant lesquels un achat peut être annulé ou réduit sont ceux indiqués à la commande ; ce qui est commandé pour une durée est dû pour cette durée.

Les données du client restent les siennes. Elles ne sont traitées que pour fournir les services et peuvent être extraites tant qu'un service fonctionne et pendant sa suspension.

Le fournisseur peut suspendre les services qui mettent autrui en danger ou qui ne sont pas payés. Chaque partie répond de sa faute intentionnelle ou lourde selon la loi du pays du client.$text$),
  ('nl-NL', 'Klantovereenkomst', $text$De klant koopt clouddiensten en software bij de partner. De aanbieder levert ze of laat ze door hun uitgevers leveren.

De klant gebruikt wat hij kocht binnen de wet, voor zijn eigen bedrijf en door zijn eigen mensen, en houdt hun inloggegevens geheim. Hij verkoopt de diensten niet door, haalt ze niet uiteen en overbelast ze niet.

De partner factureert de klant. Looptijden, prijzen en de dagen waarop een aankoop kan worden geannuleerd of verminderd zijn die bij de bestelling getoond; wat voor een looptijd is besteld, is voor die looptijd verschuldigd.

De gegevens van de klant blijven van de klant. Ze worden alleen verwerkt om de diensten te leveren en kunnen worden opgehaald zolang een dienst loopt en tijdens de opschorting ervan.

De aanbieder mag diensten opschorten die anderen in gevaar brengen of niet worden betaald. Elke partij is aansprakelijk voor opzet en grove schuld volgens het recht van het land van de klant.$text$)
) as d (language, title, body);
