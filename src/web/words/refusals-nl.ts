/** What the core says no with, in Dutch; `{name}` stands for a value of the refusal, as in the English template. */
export const REFUSALS_NL = {
  'activation-pending':
    'Het abonnement wacht tot de uitgever de activering bevestigt; tot dan kun je het alleen hernoemen of opzeggen.',
  'activation-by-publisher':
    'De uitgever bevestigt de activering; alleen in een sandboxaccount mag de partner dat zelf doen.',
  'already-cancelled': 'Het abonnement heeft de status {status}; je kunt er niets meer aan wijzigen.',
  'already-purchased': 'Het abonnement bestaat al; voor een tweede aankoop is een eigen abonnement nodig.',
  'already-suspended': 'Het abonnement is al opgeschort.',
  'auto-renew-off':
    'Het abonnement eindigt op {termEnd} zonder verlenging; zet automatisch verlengen aan voor je wijzigingen plant.',
  'auto-renew-fixed':
    'Abonnementen met het profiel {profile} worden altijd verlengd; zeg het abonnement in plaats daarvan op.',
  'base-inactive': 'Een add-on heeft een actief basisabonnement nodig; dit heeft de status {status}.',
  'billing-run-unfinished':
    'De factureringsrun per {asOf} voor {partner} is niet voltooid; factureer die dag opnieuw om hem te voltooien.',
  'billing-day-to-come': '{asOf} is nog niet voorbij: factureer uiterlijk per {last}.',
  'billing-cycle-mismatch': 'De factureringsfrequentie {billingCycle} past niet bij {expected}.',
  'billing-cycle-by-order':
    'De factureringsfrequentie van dit abonnement is die van zijn bestelling {order}; wijzig die daar.',
  'billing-cycle-unavailable':
    '{offer} wordt voor de termijn {term} niet verkocht met de factureringsfrequentie {billingCycle}.',
  'cancellation-window-closed':
    'Opzeggen kon tot {until}. Zet automatisch verlengen uit om het abonnement op {termEnd} te laten eindigen.',
  'conflicting-changes':
    'Een abonnement krijgt de status {status} met een wijziging op zichzelf; verstuur apart: {other}.',
  'conversion-too-large': 'Er kunnen maar {quantity} licenties worden omgezet; er zijn er {asked} gevraagd.',
  'conversion-too-small':
    'Het abonnement heeft {quantity} licenties en die worden allemaal omgezet; er zijn er {asked} gevraagd.',
  'currency-mismatch': 'Het abonnement wordt gefactureerd in {expected}, het product in {currency}.',
  malformed: '{what}: {problem}',
  'no-upgrade': '{from} kan geen {to} worden; het kan wel worden: {targets}.',
  'no-quantity-change': 'Het aantal is al {quantity}.',
  'not-pending':
    'Het abonnement {subscription} heeft de status {status}; je kunt alleen activeren wat op zijn activering wacht.',
  'not-purchased': 'Er is nog geen abonnement; de eerste gebeurtenis moet een aankoop zijn.',
  'not-registrable':
    '{offer} heeft geen meter; alleen abonnementen met een meter worden voor reserveringen geregistreerd.',
  'not-suspended': 'Het abonnement heeft de status {status} en is niet opgeschort; er is niets opnieuw te activeren.',
  'one-time-fixed': 'Een eenmalige aankoop kun je niet wijzigen; annuleer die of bestel opnieuw.',
  'out-of-order': 'De gebeurtenis van {at} komt vóór {after}, en dat is al in rekening gebracht.',
  'partner-on-record-fixed': 'De geregistreerde partner kan niet worden gewijzigd: {reason}.',
  'partner-on-record-unknown': 'De netwerk-ID {mpnId} is niet van een reseller die met deze partner werkt.',
  'price-not-found': 'Op {day} geldt geen prijs voor {offer}.',
  'profile-mismatch': 'Het abonnement wordt verkocht onder {expected}, het product onder {profile}.',
  'quantity-fixed':
    'De proefversie heeft {quantity} licenties, niet meer en niet minder; wil je een ander aantal, zet hem dan om.',
  'quantity-out-of-range': 'Het aantal {quantity} valt buiten {minimum} tot en met {maximum}.',
  'quantity-reduction-window-closed':
    'Licenties kunnen eraf binnen {hours} uur na aankoop of bij verlenging op {termEnd}; nu kunnen er {removable} af.',
  'quantity-while-suspended':
    'Het aantal van een opgeschort abonnement kun je niet wijzigen; activeer het eerst opnieuw.',
  'reactivation-too-late': 'Je kon het abonnement tot {until} opnieuw activeren.',
  'same-offer': 'Het abonnement heeft dit product al.',
  'status-fixed': 'Een abonnement met de status {status} kan niet de status {wanted} krijgen.',
  suspended: 'Het abonnement is opgeschort; activeer het eerst opnieuw.',
  'too-many-changes': 'Het abonnement heeft {changes} wijzigingen in deze periode; de grens is {limit}.',
  'target-not-offered': '{offer} wordt nu niet aan deze klant verkocht; kijk in de catalogus wat de klant kan kopen.',
  'transition-blocked': 'De licenties kunnen niet worden overgezet. {problem}',
  'unknown-partner': 'Er is geen partner {partner}.',
  'unknown-offer': 'Het product {offer} staat niet in de catalogus.',
  'not-found': 'Niet gevonden: {what} {id}.',
  'document-without-seller':
    'Er zijn geen documenten van {number} tot de aanbieder zijn profiel heeft vastgelegd: prorata tax provider.',
  'e-invoice-incomplete': 'Het document {number} kan geen e-factuur zijn: {obstacles}.',
  'documents-busy': 'Er worden op dit moment genoeg documenten gemaakt; probeer het over {seconds} seconden opnieuw.',
  'invoice-too-long':
    'De factuur {number} heeft {lines} kostenregels; boven {limit} maak je documenten met: prorata invoices document {number}.',
  'customer-not-found': 'Er is geen klant {customer}.',
  'customer-id-malformed': '{customer} is geen id van een klant; het moet een GUID zijn.',
  'subscription-not-found': 'Er is geen abonnement {subscription}.',
  'token-missing': 'Het verzoek heeft een bearer-token in de Authorization-header nodig.',
  'token-invalid': 'Het token kan niet worden gebruikt: {problem}.',
  'token-audience': 'Het token is voor {audience}, niet voor deze API.',
  'role-insufficient': 'Geen van de rollen {roles} geeft het recht hierop: {what}.',
  'user-token-needed':
    'Hiervoor is een token van een gebruiker nodig; het verstuurde token is alleen van een programma.',
  'stale-etag': 'Gewijzigd sinds het gelezen is: {what}. Lees het opnieuw en herhaal de wijziging.',
  'continuation-token-invalid': 'Het vervolgtoken hoort niet bij deze lijst; begin bij de eerste pagina.',
  'filter-unsupported': 'Het filter kan niet worden gebruikt: {problem}.',
  'webhook-not-found': 'Dit programma heeft geen webhook; registreer er eerst een.',
  'webhook-registered': 'Dit programma heeft al een webhook, {registration}; wijzig die met PUT.',
  'webhook-url-refused': 'De URL van de webhook kan niet worden gebruikt: {problem}.',
  'webhook-not-for-tests': 'De webhook is niet geregistreerd voor test-created; voeg die gebeurtenis eerst toe.',
  'webhook-event-not-found': 'Deze webhook heeft geen validatiegebeurtenis {id}.',
  'too-many-test-events':
    'Een webhook krijgt {limit} testgebeurtenissen per minuut; probeer het over {seconds} seconden opnieuw.',
  'no-demo': 'Deze database is niet van een demo, en er worden geen aanmeldingen van een demo in gezet.',
  'no-sandbox': 'Het account {account} volgt de systeemklok; alleen de klok van een sandbox kan vooruit.',
  'sandbox-in-use': 'Het account {account} heeft al klanten of een grootboek; maak van een nieuw account een sandbox.',
  'sandbox-clock-backwards': 'De klok van de sandbox staat op {now}; hij kan alleen vooruit.',
  'sandbox-clock-too-far': 'De klok van een sandbox kan {years} jaar per keer vooruit, hoogstens tot {until}.',
  'sandbox-advancing':
    'De klok van de sandbox is onderweg naar {target}; wacht, of vraag hetzelfde tijdstip om verder te gaan.',
  'program-restricted':
    'Het partneraccount heeft de status {status}: het kan beheren wat verkocht is, maar niets nieuws verkopen.',
  'offer-not-transactable':
    'Het product {offer} kun je hier niet bestellen; vraag de aanbieder hoe het verkocht wordt.',
  'offer-withdrawn': 'Het product {offer} is op {day} uit de verkoop genomen; kies de opvolger.',
  'offer-channel-excluded':
    'De uitgever van {offer} verkoopt niet via partners; de klant moet het bij de uitgever kopen.',
  'offer-exclusive': 'Het product {offer} is gereserveerd voor andere partners.',
  'partner-country-excluded': 'Het product {offer} wordt niet verkocht door partners in {country}.',
  'offer-not-in-country': 'Het product {offer} wordt niet verkocht in {country}; kies een product van die markt.',
  'offer-not-in-currency': 'Het product {offer} heeft geen prijs in {currency} voor {country}.',
  'offer-term-unknown':
    'Het product {offer} is er niet met termijn {term} en factureringsfrequentie {billingCycle}, alleen met {sold}.',
  'segment-missing':
    'Het product {offer} is voor de segmenten {segments}; de klant komt in aanmerking voor {has}. Voeg eerst de kwalificatie toe.',
  'prerequisite-missing':
    'Voor het product {offer} is een actief abonnement op een van deze nodig: {needed}; koop dat eerst.',
  'add-on-base-missing':
    'Het product {offer} is een add-on van {bases}; de klant heeft er geen actief. Koop eerst het basisabonnement.',
  'offer-suspended':
    'De klant heeft {offer} al, maar opgeschort; activeer liever het abonnement {subscription} opnieuw.',
  'lifetime-limit-reached': 'De klant heeft {offer} {owned} keer gekocht; vaker dan {limit} keer kan nooit.',
  'concurrent-limit-reached': 'De klant heeft {owned} abonnementen op {offer} en mag er {limit} hebben; {wayOut}.',
  'trial-of-owned-offer':
    'Het product {offer} is een proefversie van {owned}, en dat heeft de klant al; voeg daar liever licenties aan toe.',
  'cart-not-found': 'Er is geen winkelwagen {cart}; misschien is hij verlopen. Maak een nieuwe.',
  'cart-ordered': 'De winkelwagen {cart} is al besteld; kijk bij de bestellingen van de klant.',
  'cart-empty': 'De winkelwagen heeft geen regels; voeg er minstens een toe.',
  'cart-too-large':
    'In een winkelwagen passen hoogstens {limit} regels, add-ons meegeteld; deze heeft er {count}. Gebruik er meer.',
  'cart-line-id-taken': 'Twee regels hebben de id {id}; elke regel en elke add-on heeft een eigen id nodig.',
  'catalog-item-missing': 'De regel {line} noemt geen product uit de catalogus; vul {field} in.',
  'order-not-found': 'Er is geen bestelling {order}.',
  'provisioning-not-found': 'Voor een bestelling {order} valt er niets in te richten.',
  'agreement-missing':
    'De klant heeft de klantovereenkomst niet geaccepteerd; leg vast wie dat deed en wanneer, en bestel dan opnieuw.',
  'reseller-buys-nothing':
    'Een indirecte reseller koopt niets: laat de aanbieder licenties toevoegen, een proefversie omzetten of het product wijzigen.',
  'customer-removed': 'De relatie met de klant {customer} is beëindigd; je kunt de klant niets meer verkopen.',
  'partner-agreement-missing':
    'De partner heeft de partnerovereenkomst niet ondertekend; onderteken die en bestel dan opnieuw.',
  'reseller-agreement-missing':
    'De reseller {mpnId} heeft de partnerovereenkomst niet ondertekend; via deze reseller kun je niets verkopen.',
  'reseller-restricted':
    'De reseller {mpnId} heeft de status {status}; via deze reseller kun je niets nieuws verkopen.',
  'network-id-unknown': 'Er is geen partner met de netwerk-ID {mpnId}.',
  'network-id-own': 'De netwerk-ID {mpnId} is die van jezelf; de geregistreerde partner is een indirecte reseller.',
  'network-id-no-reseller': 'De partner {mpnId} is geen indirecte reseller.',
  'network-id-not-linked': 'De reseller {mpnId} werkt niet met je samen; spreek eerst een relatie af.',
  'reseller-not-supported': 'Alleen een indirecte aanbieder verkoopt via resellers; laat de reseller {mpnId} weg.',
  'reseller-attestation-missing':
    'De bestelling noemt een reseller; bevestig met partnerOnRecordAttestationAccepted dat die de verkoop aanbracht.',
  'attestation-missing':
    '{offer} vraagt om een bevestiging; zet attestationAccepted aan zodra aan de voorwaarden is voldaan.',
  'promotion-unknown': 'Er is geen promotie {promotion} voor {offer}; laat die weg om tegen de lijstprijs te kopen.',
  'custom-term-end-unsupported': '{offer} kan niet op een zelfgekozen datum eindigen; laat customTermEndDate weg.',
  'renewal-term-unsupported': '{offer} wordt verlengd voor {term}; {asked} kun je plannen zodra het gekocht is.',
  'currency-not-sold': 'De partner wordt gefactureerd in {expected}; in {currency} kan niets worden besteld.',
  'add-on-mismatch': '{offer} is geen add-on van {base}.',
  'add-on-base-needed':
    '{offer} is een add-on; noem het abonnement waar die bij hoort, of bestel die samen met het basisabonnement.',
  'add-on-base-pending': '{base} wacht op zijn activering; daarna kun je de add-ons bestellen.',
  'too-many-subscriptions': 'De klant heeft {owned} abonnementen; meer dan {limit} kan niet.',
  'order-lines-differ':
    'Een bestelling heeft één factureringsfrequentie, maar de regels hebben {cycles}; bestel ze apart.',
  'order-line-unknown': 'De bestelling heeft geen regel {line}; de regels zijn genummerd van 0 tot en met {last}.',
  'order-cycle-inactive':
    'Het abonnement {subscription} heeft de status {status}; alles van de bestelling moet actief zijn.',
  'order-cycle-unsupported':
    '{offer} van de bestelling kan niet met de factureringsfrequentie {billingCycle} worden gefactureerd: {problem}.',
  'order-cycle-differs':
    'Het abonnement {subscription} heeft de factureringsfrequentie {billingCycle}, niet {expected} zoals de bestelling.',
  'order-synchronising': 'Het abonnement {subscription} wacht op zijn activering; wijzig de bestelling daarna.',
  'order-cancelled': 'De bestelling {order} is al geannuleerd.',
  'order-not-cancellable':
    'De bestelling {order} kan niet meer worden geannuleerd; schort in plaats daarvan de abonnementen op.',
  'order-cancellation-restricted':
    'Alleen software kun je via de bestelling annuleren; zeg de abonnementen op {offer} op of schort ze op.',
  'order-cancellation-by-subscription':
    'Zeg het abonnement {subscription} op in plaats van de bestelling te annuleren.',
  'price-not-granted': 'Prijzen worden je niet getoond; vraag zonder include_price.',
  'relationship-ended': 'De relatie tussen partner {partner} en klant {customer} is beëindigd.',
  'domain-taken': 'Het domein {domain} is bezet; kies een ander.',
  'country-unknown': 'Hier zijn geen klanten in {country}: geef de ISO 3166-1-code van een land dat bediend wordt.',
  'country-out-of-reach': 'Klanten in {country} kunnen niet worden bediend: {problem}.',
  'address-invalid': 'Het adres kan niet worden gebruikt: {problems}. Zie GET /v1/countryvalidationrules/{country}.',
  'registration-number-not-accepted':
    'Voor organisaties in {country} wordt geen registratienummer geaccepteerd; laat het weg.',
  'registration-number-missing':
    'Voor organisaties in {country} is companyProfile.organizationRegistrationNumber nodig, zoals {sample}.',
  'registration-number-malformed': 'Het registratienummer van een organisatie in {country} moet voldoen aan {pattern}.',
  'phone-number-missing': 'Voor organisaties in {country} is billingProfile.defaultAddress.phoneNumber nodig.',
  'customer-country-fixed':
    'De klant zit in {country} en dat kun je niet wijzigen: maak een klant aan voor het andere land.',
  'customer-has-subscriptions':
    '{count} abonnementen van de klant zijn actief of wachten op hun activering; schort ze eerst op of zeg ze op.',
  'customer-change-unknown': 'Alleen de relatie kan hier worden gewijzigd: verstuur relationshipToPartner none.',
  'only-in-sandbox': 'Dit mogen alleen sandboxaccounts: {what}.',
  'sandbox-full': 'Een sandbox heeft hoogstens {limit} {what}; verwijder er eerst een paar.',
  'reseller-not-linked': 'Er is geen indirecte reseller {reseller} die met de partner werkt.',
  'qualifications-not-combinable':
    'Een klant kan niet tegelijk {qualifications} zijn; vervang in plaats daarvan de kwalificatie.',
  'validation-code-invalid':
    'Een overheidsklant vraagt een validatiecode van de partner met plaats voor klanten; zie GET /v1/customers/all/validations.',
  'agreement-confirmed-already': 'Dezelfde bevestiging is al opgeslagen.',
  'agreement-template-unknown':
    'Er is geen overeenkomstsjabloon {template} van het type {type}; zie GET /v1/agreements.',
  'agreement-date-ahead': 'De overeenkomst is geaccepteerd op {date}, en die dag moet nog komen.',
  'export-limit-reached':
    'Het account heeft {count} exports ({what}) en de grens is {limit}; wacht tot er een voltooid of verlopen is.',
  'export-too-large': 'De facturen hebben {lines} regels en de grens is {limit}; exporteer er minder tegelijk.',
  'export-too-many-invoices': 'Er zijn meer dan {limit} facturen in deze periode; kies een kortere.',
  'export-empty': 'Er zijn geen facturen in deze periode, dus er valt niets te exporteren.',
  'range-unsatisfiable': 'Het bestand heeft {size} bytes; vraag een bereik daarbinnen, zoals bytes=0-1023.',
  'link-expired': 'De link is verlopen of gewijzigd; vraag een nieuwe.',
  'compliance-query-malformed': '{problem}.',
  'compliance-query-empty': 'Geef mpnId of tenantId op.',
  'compliance-network-id-unknown': 'Er is geen partner met de netwerk-ID {mpnId}.',
  'compliance-network-id-elsewhere': 'De partner met de netwerk-ID {mpnId} zit in de regio {region}, niet in {own}.',
  'compliance-network-id-unsigned':
    'De partner met de netwerk-ID {mpnId} heeft de partnerovereenkomst van zijn regio niet ondertekend.',
  'compliance-no-reseller': 'De partner met de netwerk-ID {mpnId} heeft geen account van een indirecte reseller.',
  'compliance-tenant-unknown': 'Er is geen account van de tenant {tenantId}.',
  'compliance-tenant-unsigned': 'Het account van de tenant {tenantId} heeft de partnerovereenkomst niet ondertekend.',
  'profile-field-fixed': '{field} is {value} en kan hier niet worden gewijzigd; vraag het de aanbieder.',
  'tax-id-malformed': 'Een btw-nummer in {country} moet eruitzien als {sample}.',
  'seek-operation-unknown': 'Lijsten gaan alleen vooruit: seekOperation is Next of First.',
  'network-profile-not-found': 'Er is geen partner met de netwerk-ID {mpnId}.',
  'customer-user-not-found': 'De klant heeft geen gebruiker {user}.',
  'customer-user-deleted':
    'De gebruiker {user} is verwijderd; herstel die eerst met state active, dat kan 30 dagen lang.',
  'customer-user-name-taken': 'Een actieve gebruiker heeft de naam {name} al; kies een andere.',
  'customer-user-name-invalid':
    '{name} is geen naam voor een gebruiker van deze klant: gebruik letters, cijfers, punten, koppeltekens en underscores, en een van de domeinen {domains}.',
  'password-too-weak': 'Het wachtwoord kan niet worden gebruikt: {problem}.',
  'directory-role-not-found': 'Er is geen directoryrol {role}; vraag de lijst van die van de klant op.',
  'role-member-known': 'De gebruiker {user} heeft de rol {role} al.',
  'role-member-unknown': 'De gebruiker {user} heeft de rol {role} niet.',
  'usage-location-missing':
    'De gebruiker {user} heeft geen gebruikslocatie; stel die in voordat je licenties toewijst.',
  'usage-location-excluded': '{sku} wordt niet verkocht in {country}, de gebruikslocatie van de gebruiker {user}.',
  'license-sku-unknown': 'De klant heeft geen licenties {sku}; vraag de lijst van zijn geabonneerde SKU’s op.',
  'license-plan-unknown': '{sku} heeft geen serviceplan {plan}.',
  'license-pool-exhausted':
    'Alle {total} licenties van {sku} zijn toegewezen; voeg licenties toe of neem er een af van een andere gebruiker.',
  'license-not-held': 'De gebruiker {user} heeft geen licentie {sku} die kan worden afgenomen.',
  'audit-period-invalid': 'De periode kan niet worden gelezen: {problem}.',
  'service-request-not-found': 'Er is geen serviceaanvraag {request}.',
  'support-topic-unknown':
    'Er is geen ondersteuningsonderwerp {topic}; vraag de lijst van ondersteuningsonderwerpen op.',
  'organization-unknown': 'De organisatie {organization} is niet je eigen account en ook geen klant daarvan.',
  'service-request-full': 'De serviceaanvraag heeft {limit} notities, en dat is de grens; dien een nieuwe in.',
  'price-list-lines-refused':
    'Er is niets geïmporteerd: {problems} regels van de prijslijst zijn geweigerd; de eerste: {first}.',
  'price-list-too-late':
    'Een prijslijst van {month} komt op {today} te laat; importeer er een van deze maand of een latere.',
  'price-list-days-passed':
    'Op {today} zijn er al dagen van {month} voorbij: wat ontbrak kan er nog bij, maar {offer} heeft al een prijs.',
  'price-list-charged':
    'Het abonnement {subscription} van de partner {partner} is vanaf {day} al tegen andere prijzen in rekening gebracht; wijzig ze in een prijslijst van een latere maand.',
  'price-list-out-of-order': 'Een latere maand dan {month} is al gepubliceerd; zet de wijziging in een maand daarna.',
  'price-list-closed': 'De prijslijst heeft de status {state}, dus dit kan niet: {asked}. Importeer hem opnieuw.',
  'price-list-own-import': 'Je hebt deze prijslijst zelf geïmporteerd; iemand anders moet hem publiceren.',
  'sign-in-failed': 'De gebruikersnaam of het wachtwoord is onjuist.',
  'sign-in-locked': 'Er waren te veel pogingen; wacht {seconds} seconden.',
  'too-many-sign-ins': 'Er zijn {limit} aanmeldingen bezig vanaf dit adres; rond er een af of wacht een kwartier.',
  'second-factor-needed': 'Hier is een tweede factor nodig; meld je opnieuw aan en gebruik die.',
  'sign-in-code-wrong': 'De code is onjuist of al gebruikt; wacht op de volgende.',
  'sign-in-expired': 'Deze aanmelding is verlopen of hoort bij een andere browser; begin opnieuw vanuit het programma.',
  'sign-in-link-expired': 'De link is verlopen of al gebruikt; vraag een beheerder om een nieuwe.',
  'password-refused': 'Het wachtwoord kan niet worden gebruikt: {problem}.',
  'sign-in-name-taken': 'De naam {name} is bezet; iedereen meldt zich aan met een eigen adres.',
  'role-not-grantable': 'Alleen een hoofdbeheerder mag de rol {role} geven of afnemen, of beheren wie die heeft.',
  'role-not-held': 'Een service-principal krijgt alleen rollen die jij hebt; {role} hoort daar niet bij.',
  'role-of-other-side': 'De rol {role} is niet voor dit soort account.',
  'last-administrator': 'Het account zou zonder {role} komen te zitten; geef de rol eerst aan iemand anders.',
  'own-user-fixed': 'Dit kun je niet bij jezelf doen: {what}. Vraag een andere beheerder.',
  'too-many-secrets': 'Een service-principal heeft hoogstens {limit} geheimen; verwijder er eerst een.',
  'mpn-id-taken': 'De netwerk-ID {mpnId} is van een andere partner.',
  'mpn-id-in-use':
    'De netwerk-ID van een reseller die aan een aanbieder gekoppeld is of was, blijft: zijn klanten zijn eronder bekend. Maak voor {mpnId} een nieuw account aan.',
  'partner-domain-taken': 'De domeinnaam {domain} is van een andere partner.',
  'partner-type-unfit': 'De partner {partner} is geen {expected}; resellers worden gekoppeld aan indirecte aanbieders.',
  'product-not-found': 'Er is geen product {product} in {country}.',
  'sku-not-found': 'Het product {product} heeft geen SKU {sku} in {country}.',
  'availability-not-found':
    'De SKU {sku} van het product {product} heeft geen beschikbaarheid {availability} in {country}.',
  'offer-not-found': 'Er is geen aanbod {offer} in {country}.',
  'offer-of-products': 'De id {offer} hoort bij de productcatalogus; vraag die op met GET /v1/products/{product}.',
  'target-view-unknown': 'De targetView {view} is niet voor jou beschikbaar; bekend zijn {known}.',
  'target-segment-unknown': 'Het targetSegment {segment} is hier niet beschikbaar; wel beschikbaar zijn {known}.',
  'sku-rules-contradict': 'De SKU kan zo niet worden verkocht: {problem}.',
} as const
