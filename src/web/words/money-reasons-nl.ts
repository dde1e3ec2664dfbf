/** Why something cannot be done with money, documents, taxes and files, in Dutch: a part of `REASONS_NL`. */
export const MONEY_REASONS_NL = {
  // Credit requests.
  'a trial costs nothing': 'een proefversie kost niets',
  'a subscription is no duplicate of itself': 'een abonnement is geen dubbele van zichzelf',
  'the subscriptions are of different customers': 'de abonnementen zijn van verschillende klanten',
  'the outage ended before it began': 'de storing eindigde voordat ze begon',
  'the outage is not over': 'de storing is nog niet voorbij',
  'the subscription was bought after the outage': 'het abonnement is na de storing gekocht',
  startedAt: 'het begin van de storing',
  endedAt: 'het einde van de storing',
  affectedUsers: 'het aantal getroffen gebruikers',
  locations: 'de getroffen plaatsen',
  'attempts (what was tried)': 'wat er is geprobeerd',
  duplicateSubscriptionId: 'het andere abonnement',
  'an approval says how much, or names the credit note': 'een goedkeuring zegt hoeveel, of noemt de creditnota',
  // Adjustments and amendments.
  'an adjustment of nothing adjusts nothing': 'een correctie van niets corrigeert niets',
  'it is too large': 'het is te groot',
  'sla-credit': 'storing onder een dienstverleningsovereenkomst',
  goodwill: 'coulance',
  'accidental-purchase': 'per ongeluk gekocht',
  'duplicate-order': 'dubbel besteld',
  'consumption-credit': 'tegoed voor verbruik',
  discount: 'korting',
  refund: 'terugbetaling',
  'billing-correction': 'correctie van wat is gefactureerd',
  fee: 'kosten',
  'address-correction': 'adres gecorrigeerd',
  'purchase-order-correction': 'inkooporder gecorrigeerd',
  'tax-id-correction': 'btw-nummer gecorrigeerd',
  'tax-refund': 'belasting niet verschuldigd',
  'billing-error': 'per vergissing gefactureerd',
  'duplicate-charge': 'dubbel gefactureerd',
  cancellation: 'opgezegd',
  'service-credit': 'dienst niet beschikbaar',
  credit: 'crediteren',
  void: 'laten vervallen',
  rebill: 'opnieuw factureren',
  'say an amount or a percentage, not both': 'geef een bedrag of een percentage, niet allebei',
  'name a line by lineNumber, or a charge by subscriptionId and chargeNumber':
    'noem een regel met lineNumber, of een post met subscriptionId en chargeNumber',
  'a percentage is of a line': 'een percentage is van een regel',
  // Payments and limits.
  '1250, without a point': '1250, zonder punt',
  'it must be above zero': 'het moet boven nul liggen',
  'a credit limit is not below zero': 'een kredietlimiet ligt niet onder nul',
  'past-due': 'te late betaling',
  // Discounts.
  'it must name a partner, a product or both': 'er moet een partner of een product in staan, of allebei',
  'it needs the product it belongs to': 'het product waar het bij hoort, ontbreekt',
  'it must be after validFrom': 'het moet na de begindatum liggen',
  'a price is that of one term and billing cycle': 'een prijs is die van één termijn en factureringsfrequentie',
  'with it go productId, skuId, billingCycle and currency': 'daar horen productId, skuId, billingCycle en currency bij',
  // Taxes.
  home: 'thuisland',
  local: 'lokale registratie',
  'one-stop-shop': 'éénloketsysteem',
  'it must be after since': 'het moet na de begindatum liggen',
  'the one-stop shop is that of a member state of the European Union':
    'het éénloketsysteem is er alleen in een lidstaat van de Europese Unie',
  'the country has no states': 'het land heeft geen staten',
  'the day has not come yet': 'die dag moet nog komen',
  'give state and evidence together, or neither': 'geef status en bewijs samen, of geen van beide',
  'its name may have letters, digits, dots, hyphens and underscores, at most 100, and no blanks':
    'de naam mag hoogstens 100 letters, cijfers, punten, koppeltekens en underscores hebben, en geen spaties',
  'it is empty': 'het bestand is leeg',
  'it is larger than 1 MB': 'het bestand is groter dan 1 MB',
  'it is larger than 2 MB': 'het bestand is groter dan 2 MB',
  'it is no PDF, JPEG, PNG or GIF': 'het is geen PDF, JPEG, PNG of GIF',
  'it is no PDF': 'het is geen PDF',
  // E-invoices.
  'it has no lines, and an e-invoice needs one: send the PDF':
    'er staan geen regels in, en een e-factuur heeft er een nodig: stuur de PDF',
  'its lines do not add up to its totals: run prorata verify-ledger and report what it finds':
    'de regels tellen niet op tot de totalen: voer prorata verify-ledger uit en meld wat dat vindt',
  'its currency has more than two digits after the point, for which EN 16931 has no room: send the PDF':
    'de valuta heeft meer dan twee decimalen, en daar heeft EN 16931 geen plaats voor: stuur de PDF',
  "seller or buyer has no name or country: complete the provider's or the partner's profile, then void the document and rebill it":
    'verkoper of koper heeft geen naam of land: vul het profiel van de aanbieder of de partner aan, laat het document vervallen en factureer het opnieuw',
  'it names no VAT id or tax number of the seller (exports need a VAT id): register one with prorata tax register, then void the document and rebill it':
    'er staat geen btw-nummer van de verkoper in (voor export is dat nodig): registreer er een met prorata tax register, laat het document vervallen en factureer het opnieuw',
  'the buyer accounts for the tax but has neither VAT id nor register number on it: have the partner give one, then void the document and rebill it':
    'de koper draagt de belasting af, maar zijn btw-nummer of handelsregisternummer staat er niet in: laat de partner er een geven, laat het document vervallen en factureer het opnieuw',
  'a VAT id on it lacks the prefix of its country, such as NL: correct the registration or the tax id of the partner, then void the document and rebill it':
    'een btw-nummer mist het voorvoegsel van zijn land, zoals NL: corrigeer de registratie of het btw-nummer van de partner, laat het document vervallen en factureer het opnieuw',
  'some of its lines are outside the scope of tax and others are not, which EN 16931 wants on two documents: send the PDF':
    'over een deel van de regels is geen belasting mogelijk en over andere wel, en dat wil EN 16931 op twee documenten: stuur de PDF',
  'a line of a category without tax bears tax: run prorata verify-ledger and report what it finds':
    'een regel in een categorie zonder belasting heeft belasting: voer prorata verify-ledger uit en meld wat dat vindt',
  'Peppol asks for an address of both: give a Peppol address or an e-mail address in the profile (factur-x and cii need none)':
    'Peppol vraagt een adres van allebei: geef een Peppol-adres of een e-mailadres in het profiel (factur-x en cii hebben het niet nodig)',
  'Peppol asks for a reference of the buyer: give the partner a customer number or a purchase order number (factur-x and cii need none)':
    'Peppol vraagt een referentie van de koper: geef de partner een klantnummer of een inkoopordernummer (factur-x en cii hebben het niet nodig)',
  'sellers of the country show their number in the company register: add it with prorata tax provider (factur-x and cii need none)':
    'verkopers in het land vermelden hun handelsregisternummer: voeg het toe met prorata tax provider (factur-x en cii hebben het niet nodig)',
  'the rules of the country ask for street, city and postal code: complete the addresses (factur-x and cii need less)':
    'de regels van het land vragen straat, plaats en postcode: vul de adressen aan (factur-x en cii hebben minder nodig)',
  'the rules of the country ask for e-mail address and telephone number of the seller: add them with prorata tax provider (factur-x and cii need none)':
    'de regels van het land vragen e-mailadres en telefoonnummer van de verkoper: voeg ze toe met prorata tax provider (factur-x en cii hebben ze niet nodig)',
  'the rules of the country ask for an account to pay to: add the IBAN with prorata tax provider (factur-x and cii need none)':
    'de regels van het land vragen een rekening om op te betalen: voeg de IBAN toe met prorata tax provider (factur-x en cii hebben het niet nodig)',
  // Files.
  'the file has a header and no lines': 'het bestand heeft een kopregel en verder geen regels',
  'the file has a header and no entries': 'het bestand heeft een kopregel en geen boekingen',
  'the file is empty: it has no header': 'het bestand is leeg: er is geen kopregel',
  'the file is not UTF-8: save it in that encoding': 'het bestand is geen UTF-8: sla het in die codering op',
  'the file is not UTF-8; save it in that encoding': 'het bestand is geen UTF-8; sla het in die codering op',
  'the line is not UTF-8: save the file in that encoding': 'de regel is geen UTF-8: sla het bestand in die codering op',
  'a quoted field has no closing quote': 'een veld tussen aanhalingstekens mist het laatste',
  'a quote stands inside a field that is not quoted':
    'er staat een aanhalingsteken in een veld dat niet tussen aanhalingstekens staat',
  'something follows the closing quote of a field': 'er staat iets na het laatste aanhalingsteken van een veld',
  'true or false': 'true of false',
  'a country code of two capital letters': 'een landcode van twee hoofdletters',
  'an ISO 4217 code such as USD': 'een ISO 4217-code zoals USD',
  'a day as YYYY-MM-DD': 'een dag als JJJJ-MM-DD',
  'a UUID such as 018f2f60-5c1e-7000-8000-000000000001': 'een UUID zoals 018f2f60-5c1e-7000-8000-000000000001',
  'a length such as P1M, P1Y or P3Y': 'een duur zoals P1M, P1Y of P3Y',
  'a price from 0 to 10000000 with at most 8 decimals': 'een prijs van 0 tot en met 10000000 met hoogstens 8 decimalen',
  'a percentage from 0 to 100 with at most 4 decimals': 'een percentage van 0 tot en met 100 met hoogstens 4 decimalen',
  'a percentage above 0 and at most 100 with at most 4 decimals, or an amount or price with at most 8':
    'een percentage boven 0 tot en met 100 met hoogstens 4 decimalen, of een bedrag of prijs met hoogstens 8',
  'a month such as 2026-04 or 202604': 'een maand zoals 2026-04 of 202604',
  'a day such as 2026-04-01, 4/1/2026 (month first) or 2026-04-01T00:00:00Z':
    'een dag zoals 2026-04-01, 4/1/2026 (eerst de maand) of 2026-04-01T00:00:00Z',
  'a day such as 2026-04-30, 4/30/2026 (month first), 2026-04-30T23:59:59Z, or one of the year 9999':
    'een dag zoals 2026-04-30, 4/30/2026 (eerst de maand), 2026-04-30T23:59:59Z, of een in het jaar 9999',
  'empty, 0 or 1: prices in tiers are not supported': 'leeg, 0 of 1: staffelprijzen worden niet ondersteund',
  'empty: prices in tiers are not supported': 'leeg: staffelprijzen worden niet ondersteund',
  'the file says this twice': 'het bestand zegt dit twee keer',
  'valid_to must be after valid_from': 'valid_to moet na valid_from liggen',
  'CurrencyCode, USDPerUnit and Month go together': 'CurrencyCode, USDPerUnit en Month horen bij elkaar',
  'a dollar is a dollar: leave the line out': 'een dollar is een dollar: laat de regel weg',
  'USDPerUnit is too small or too large': 'USDPerUnit is te klein of te groot',
  'month, from, to and rate must be given, or CurrencyCode, USDPerUnit and Month':
    'geef month, from, to en rate, of CurrencyCode, USDPerUnit en Month',
  'from and to are the same currency, whose rate is 1': 'from en to zijn dezelfde valuta, met koers 1',
  'included differs between the tiers of one rate': 'included verschilt tussen de staffels van één tarief',
  'earns_credit differs between the tiers of one rate': 'earns_credit verschilt tussen de staffels van één tarief',
  'its first tier must be from 0': 'de eerste staffel moet bij 0 beginnen',
  empty: 'leeg',
  'empty, for every country': 'leeg, voor elk land',
  'the elements are nested too deeply': 'de elementen zijn te diep genest',
  'a document type is not allowed': 'een documenttype is niet toegestaan',
  'this is no CAMT.053 file: its root is not Document': 'dit is geen CAMT.053-bestand: het begint niet met Document',
  'only camt.053.001.02 and camt.053.001.08 can be read':
    'alleen camt.053.001.02 en camt.053.001.08 kunnen worden gelezen',
  'there is no statement in it': 'er staat geen afschrift in',
  'the statement has no id, or no account': 'het afschrift heeft geen id of geen rekening',
  'the entry has no day of booking': 'de boeking heeft geen boekdatum',
} as const

/** The same for prose with something in it: a part of `REASON_PATTERNS_NL`. */
export const MONEY_REASON_PATTERNS_NL: readonly (readonly [RegExp, string])[] = [
  // Lines and columns of files, before what is said of them.
  [/^line (\d+), (.+) \(([\w-]+)\)$/, 'regel $1, {2} ($3)'],
  [/^line (\d+), (.+)$/, 'regel $1, {2}'],
  [/^line (\d+): (.+) \(and (\d+) more\)$/, 'regel $1: {2} (en nog $3)'],
  [/^line (\d+): (.+)$/, 'regel $1: {2}'],
  [/^([\w/ ]+: .+?); ([\w/ ]+: .+)$/, '{1}; {2}'],
  [/^([\w/ ]+): (is missing; it must be) (.+)$/, '$1: ontbreekt; verwacht wordt {3}'],
  [/^([\w/ ]+): (.+) is not (.+)$/, '$1: $2 past niet; verwacht wordt {3}'],
  [/^End Customer Type: (.+) goes with (.+), not (.+)$/, 'End Customer Type: $1 hoort bij $2, niet bij $3'],
  [/^(amount|value|meter_id): (.+)$/, '$1: {2}'],
  [/^(the rate|the line|the month): (.+)$/, '{1}: {2}'],
  // Money and taxes.
  [
    /^the duplicate must be the newer purchase, and (.+) is$/,
    'het dubbele abonnement moet de nieuwste aankoop zijn, en dat is $1',
  ],
  [/^customerEmail \(an address of (.+)\)$/, 'een e-mailadres van de klant bij $1'],
  [
    /^([a-z-]+) \((.+)\) is below zero: it credits the partner$/,
    '‘{1}’ is een bedrag onder nul: het crediteert de partner',
  ],
  [
    /^([a-z-]+) \((.+)\) is above zero: it charges the partner$/,
    '‘{1}’ is een bedrag boven nul: het belast de partner',
  ],
  [/^(.+) is named twice$/, '{1} is twee keer genoemd'],
  [/^charge (\d+) of (.+)$/, 'post $1 van $2'],
  [/^line (\d+)$/, 'regel $1'],
  [/^([\d.]+ [A-Z]{3}) and (.+)$/, '$1 en {2}'],
  [/^(.*) is no amount of ([A-Z]{3}) such as (.+)$/, '$1 is geen bedrag in $2 zoals {3}'],
  [/^1250\.50, with at most (\d+) digits after the point$/, '1250.50, met hoogstens $1 cijfers na de punt'],
  [/^(.+) is yet to come; today is (.+)$/, '{1} moet nog komen; vandaag is het {2}'],
  [
    /^it must be from (.+), when the payment came, to today$/,
    'het moet liggen tussen {1}, toen de betaling kwam, en vandaag',
  ],
  [/^it must be given for a ([a-z]+)$/, 'bij dit soort korting is die nodig'],
  [/^it must not be before (.+)$/, 'het mag niet vóór {1} liggen'],
  [/^(.+) is not known$/, '$1 is niet bekend'],
  [/^(.+) is no state of (.+)$/, '$1 is geen staat van $2'],
  [/^(.+) is none of (.+)$/, '$1 is geen van $2'],
  [/^its content is (.+), so its name must end in (.+)$/, 'de inhoud is $1, dus de naam moet eindigen op $2'],
  [/^there are (\d+) already$/, 'er zijn er al $1'],
  [/^subscription (\S+)$/, 'het abonnement $1'],
  [/^partner (\S+)$/, 'de partner $1'],
  // Files.
  [
    /^a length with the billing cycle the price is for, such as 1 Year\(s\) monthly; one of (.+)$/,
    'een duur met de factureringsfrequentie waar de prijs voor is, zoals 1 Year(s) monthly; een van $1',
  ],
  [/^one of (.+)$/, 'een van $1'],
  [/^at most (\d+) lines$/, 'hoogstens $1 regels'],
  [
    /^one line of at most (\d+) characters without blanks at its ends$/,
    'één regel van hoogstens $1 tekens, zonder spaties aan begin of eind',
  ],
  [
    /^one line of at most (\d+) characters without blanks at its ends and without colons$/,
    'één regel van hoogstens $1 tekens, zonder spaties aan begin of eind en zonder dubbele punten',
  ],
  [/^a whole number from (\d+) to (\d+)$/, 'een geheel getal van $1 tot en met $2'],
  [
    /^a number above 0 and below 1000000000 with at most (\d+) decimals$/,
    'een getal boven 0 en onder 1000000000 met hoogstens $1 decimalen',
  ],
  [
    /^a number from 0 to 1000000000000 with at most (\d+) decimals$/,
    'een getal van 0 tot en met 1000000000000 met hoogstens $1 decimalen',
  ],
  [/^the row has (\d+) fields, the header has (\d+)$/, 'de regel heeft $1 velden en de kopregel $2'],
  [/^the column (.+) stands in the header twice$/, 'de kolom $1 staat twee keer in de kopregel'],
  [/^the header lacks (.+)$/, 'in de kopregel ontbreekt $1'],
  [/^there is no column (.+); known are (.+)$/, 'er is geen kolom $1; bekend zijn $2'],
  [/^the line is longer than (\d+) characters$/, 'de regel is langer dan $1 tekens'],
  [/^the record is longer than (\d+) characters$/, 'de regel is langer dan $1 tekens'],
  [/^the line is longer than (\d+) bytes$/, 'de regel is langer dan $1 bytes'],
  [/^the class (.+) has no rates$/, 'de klasse $1 heeft geen tarieven'],
  [
    /^the rate holds since (.+); give another one with its own first day$/,
    'dit tarief geldt sinds {1}; geef een ander met een eigen eerste dag',
  ],
  [/^the rate stands in line (\d+) already$/, 'de koers staat al in regel $1'],
  [/^the meter stands in line (\d+) already$/, 'de meter staat al in regel $1'],
  [/^a rate has at most (\d+) tiers, this one has (\d+)$/, 'een tarief heeft hoogstens $1 staffels, dit heeft er $2'],
  [/^two tiers are from (.+)$/, 'twee staffels beginnen bij $1'],
  [/^There is no (SKU) (.+)$/, 'er is geen $1 $2'],
  [/^There is no meter (.+); import it first$/, 'er is geen meter $1; importeer die eerst'],
  [
    /^The meter (.+) has usage, so its product, SKU and pricing currency stay; import another meter instead$/,
    'de meter $1 heeft verbruik, dus product, SKU en prijsvaluta liggen vast; importeer een andere meter',
  ],
  [
    /^Nothing is metered under the profile (.+) of the SKU (.+); name a SKU whose profile has usage$/,
    'onder het profiel $1 van de SKU $2 wordt niets gemeten; noem een SKU met verbruik in het profiel',
  ],
  [
    /^Usage of the meter (.+) in (.+) has been invoiced at its rates through (.+); let the row begin after it$/,
    'verbruik van de meter $1 in $2 is met zijn tarieven gefactureerd tot en met {3}; laat de regel daarna ingaan',
  ],
  [
    /^Invoices have used the exchange rate from (.+) to (.+) of (.+), so it cannot change any more$/,
    'facturen hebben de wisselkoers van $1 naar $2 van $3 gebruikt; die kan dus niet meer veranderen',
  ],
  [/^a file has at most (\d+) entries$/, 'een bestand heeft hoogstens $1 boekingen'],
  [
    /^the file is larger than (\d+) MiB; ask the bank for shorter periods$/,
    'het bestand is groter dan $1 MiB; vraag de bank om kortere perioden',
  ],
  [
    /^the id and the account of a statement have at most (\d+) characters$/,
    'id en rekening van een afschrift hebben hoogstens $1 tekens',
  ],
  [/^(.+) is no amount of a known currency$/, '$1 is geen bedrag in een bekende valuta'],
  // Price lists.
  [/^a price list has at most (\d+) lines$/, 'een prijslijst heeft hoogstens $1 regels'],
  [
    /^it holds from (.+) on; a version holds from the first of its month$/,
    'hij geldt vanaf {1}; een versie geldt vanaf de eerste van haar maand',
  ],
  [/^there is no SKU or offer (.+)$/, 'er is geen SKU of aanbod $1'],
  [
    /^(.+) has no billing cycle of (.+); name one it is sold with$/,
    '$1 heeft geen factureringsfrequentie van $2; noem er een waarmee het wordt verkocht',
  ],
  [/^(.+) (\S+) (\S+) has no price that could end$/, '$1 $2 {3} heeft geen prijs die kan eindigen'],
  [/^an earlier line says what (.+) (\S+) (\S+) costs$/, 'een eerdere regel zegt al wat $1 $2 {3} kost'],
  [
    /^the prices of this availability are per (\S+), not per (\S+)$/,
    'de prijzen van deze beschikbaarheid zijn per $1, niet per $2',
  ],
  [/^(.+) is not sold under the profile (.+), only (.+)$/, '{1} wordt onder het profiel $2 niet verkocht, alleen {3}'],
  [/^its (market|currency|segment) is (.+), that of the list (.+)$/, '$1 is {2}, en die van de lijst {3}'],
]
