/** Refusals about money and usage, in Dutch; `{name}` stands for a value of the refusal, as in the English template. */
export const MONEY_REFUSALS_NL = {
  'tax-rate-missing': 'Er is geen belastingtarief van {place} voor {taxClass} op {day}; importeer er een.',
  'discount-charged':
    'Vanaf {day} is het abonnement {subscription} van {partner} anders in rekening gebracht; kies dagen waarvoor nog niets in rekening is gebracht.',
  'discount-ended': 'De korting is op {day} geëindigd; geef een nieuwe.',
  'discount-end-passed': 'Een korting kan niet eindigen op {until}; de vroegste dag is {earliest}.',
  'discounts-refused': '{problems} regels van het bestand zijn geweigerd; de eerste: {first}.',
  'tax-rates-refused': '{problems} regels van het bestand zijn geweigerd; de eerste: {first}.',
  'tax-registration-overlap':
    'Voor deze dagen heeft de aanbieder in {place} al een registratie als {kind}, met nummer {number}.',
  'tax-profile-invoiced': 'Er is een factuur van {day}; wat de belasting bepaalt, kun je wijzigen vanaf {earliest}.',
  'certificate-refused': 'De verklaring kan niet worden gebruikt: {problem}.',
  'receipt-refused': 'Het ontvangstbewijs kan niet worden bewaard: {problem}.',
  'too-many-submissions':
    '{limit} inzendingen wachten op een beslissing van de aanbieder; wacht tot over een paar is beslist.',
  'exemption-decided': 'De vrijstelling heeft de status {state}; dien een nieuwe in.',
  'withholding-invoice-unfit':
    'Ingehouden belasting kun je hier alleen opgeven voor deels betaalde facturen; {invoice} heeft de status {standing}. Vraag de ondersteuning.',
  'withholding-too-large': 'Van de factuur {invoice} staat maar {open} {currency} open; opgegeven is {asked}.',
  'withholding-under-way': 'Er is al een opgave voor de factuur {invoice}, met de status {state}.',
  'withholding-closed': 'De opgave heeft de status {state}; ‘{asked}’ is nu niet mogelijk.',
  'payment-currency-differs':
    'De betaling is in {currency}, maar {number} is in {expected}; betaal in de valuta van de factuur.',
  'invoice-settled': 'Op {number} staat niets open.',
  'allocation-exceeds-invoice': 'Op {number} staat maar {open} {currency} open; wijs dat toe, of minder.',
  'allocation-exceeds-payment':
    'Van de betaling is maar {rest} {currency} over; wijs minder toe, of noem minder facturen.',
  'nothing-to-take-back': 'Van {what} kan {available} {currency} worden teruggenomen; vraag een deel daarvan.',
  'refund-exceeds-payment':
    'Van de betaling {what} is {available} {currency} niet toegewezen; betaal een deel daarvan terug.',
  'refund-of-withholding': 'Ingehouden belasting is nooit ontvangen, dus daarvan kan niets worden terugbetaald.',
  'write-off-exceeds-invoice': 'Op {what} staat {available} {currency} open; boek een deel daarvan af.',
  'no-credit-balance': 'Het document {number} heeft geen creditsaldo om andere mee te betalen.',
  'credit-limit-reached':
    'De kredietlimiet van {limit} is op; betaal openstaande facturen, of vraag om een hogere limiet.',
  'credit-below-purchase':
    'De aankoop van {incoming} is meer dan de resterende kredietlimiet van {available}; betaal eerst open facturen.',
  'credit-below-licenses':
    'De licenties voor {incoming} zijn meer dan de resterende kredietlimiet van {available}; betaal eerst open facturen.',
  'account-past-due':
    'Facturen van samen {amount} zijn te laat sinds {since}; tot ze betaald zijn, kan er niets nieuws worden gekocht.',
  'amendment-reason-unfit': 'De reden {reason} past bij {actions}, niet bij {action}; geef een andere reden.',
  'amendment-of-credit':
    '{number} neemt zelf iets terug en kan niet worden gecorrigeerd; corrigeer de factuur waar het over gaat.',
  'document-void': '{number} is vervallen door {by}; corrigeer wat ervoor in de plaats kwam.',
  'document-written-off': 'Een deel van {number} is afgeboekt; neem eerst de afboeking terug.',
  'rebill-not-offered': 'Facturen in {country} kun je niet laten vervallen en opnieuw factureren; maak een creditnota.',
  'rebill-of-credited':
    'Een deel van {number} is gecrediteerd, en opnieuw factureren brengt dat weer in rekening; laat vervallen wat over is, of crediteer het.',
  'nothing-to-credit':
    'Van {number} zou niets worden gecrediteerd: er is niets over, of wat is genoemd komt op niets uit.',
  'credit-exceeds-charge': 'Van {what} is {rest} over; crediteer een deel daarvan.',
  'credit-line-without-charges':
    'Het document heeft geen regel {line} waarop iets in rekening is gebracht; bekijk de regels.',
  'document-too-long-to-credit':
    '{number} heeft {charges} posten, en van documenten met meer dan {limit} kun je geen delen crediteren; laat het vervallen, of factureer het opnieuw.',
  'too-many-credit-notes': '{number} heeft al {limit} creditnota’s; laat vervallen wat ervan over is.',
  'bank-statement-refused': 'Er is niets geïmporteerd: {problem}.',
  'mail-waiting': 'De mail {mail} moet nog worden verzonden; wacht tot dat is gebeurd, of kijk wat de mail tegenhoudt.',
  'mail-of-sandbox': 'Mails van sandboxes en demo’s worden alleen getoond; {mail} wordt niet verzonden.',
  'mail-kind-fixed': 'Mails van de soort {kind} kun je niet uitzetten: ze melden gevolgen waar iemand van moet weten.',
  'bank-entry-decided': 'De boeking {entry} heeft al de status {state}.',
  'adjustment-decided': 'De correctie heeft de status {state}; ‘{asked}’ is nu niet mogelijk. Stel een andere voor.',
  'adjustment-invoiced': 'De correctie staat op de factuur {number}; alleen een creditnota kan dat nu nog veranderen.',
  'adjustment-own-proposal': 'Je hebt deze correctie zelf voorgesteld; iemand anders moet haar goedkeuren.',
  'credit-request-too-late':
    'Dit tegoed kon je aanvragen tot en met {until}; het is nu {today}. Schrijf voor coulance naar de aanbieder.',
  'credit-request-automatic':
    'Tot {until} is geen aanvraag nodig: schort het abonnement op of zeg het op, en alles wordt vanzelf gecrediteerd.',
  'credit-request-licenses-assigned':
    '{count} licenties van dit abonnement zijn aan gebruikers toegewezen; neem ze terug en vraag het uiterlijk op {until} aan.',
  'credit-request-not-possible': 'Hiervoor is geen tegoed mogelijk: {problem}.',
  'credit-request-advisory': '{incident} is een advies; alleen incidenten worden gecrediteerd.',
  'credit-request-incident-malformed':
    'Het nummer van een incident is twee letters uit {prefixes} en een getal, zoals {sample}; {incident} is dat niet.',
  'credit-request-evidence-missing': 'In de aanvraag ontbreekt {missing}; vul dat aan.',
  'credit-request-under-way': 'Er is al zo’n creditaanvraag voor het abonnement {subscription}, met de status {state}.',
  'credit-request-closed': 'De aanvraag heeft de status {state}; ‘{asked}’ is nu niet mogelijk.',
  'credit-exceeds-charges':
    'Van wat voor het abonnement in rekening is gebracht, is {available} {currency} nog niet gecrediteerd; crediteer dat, of minder.',
  'usage-fixed':
    'Een abonnement dat kost wat wordt verbruikt, heeft geen aantal, factureringsfrequentie of verlenging om te wijzigen; zeg het op, of bestel een ander.',
  'usage-rate-missing':
    'De meter {meter} heeft geen tarief in {currency} voor {day}: importeer er een en tarifeer het verbruik opnieuw.',
  'usage-not-metered':
    'De meter {meter} hoort bij {sku}, die niet naar verbruik in rekening wordt gebracht: zet de meter bij een SKU waarvoor dat wel geldt.',
  'usage-amount-too-large':
    'Het verbruik van de meter {meter} komt op {amount} {currency}, te veel om in rekening te brengen: corrigeer de melding met het foute aantal.',
  'exchange-rate-missing':
    'Er is geen wisselkoers van {from} naar {to} voor {month}: importeer die en tarifeer het verbruik opnieuw.',
  'usage-file-refused': 'Van het bestand is niets geïmporteerd: {problems} regels zijn geweigerd, de eerste: {first}.',
  'meter-not-found': 'Er is geen meter {meter}; importeer die eerst.',
  'meter-in-use':
    'De meter {meter} heeft verbruik, dus product, SKU en prijsvaluta liggen vast; importeer een andere meter.',
  'sku-not-metered':
    'Onder het profiel {profile} van de SKU {sku} wordt niets gemeten; noem een SKU met verbruik in het profiel.',
  'usage-rate-invoiced':
    'Verbruik van de meter {meter} in {currency} is met zijn tarieven gefactureerd tot en met {last}; laat de regel daarna ingaan.',
  'usage-currency-invoiced':
    'Verbruik van de meter {meter} is in {currency} gefactureerd tegen de wisselkoers van {from}; tarieven in {currency} kan de meter nu niet krijgen.',
  'exchange-rate-invoiced':
    'Facturen hebben de wisselkoers van {from} naar {to} van {month} gebruikt; die kan dus niet meer veranderen.',
  'nothing-metered':
    'Verbruik wordt gegenereerd voor wat een meter heeft, en dat heeft {what} niet: importeer meters voor wat is gekocht.',
  'usage-event-malformed': 'De verbruiksmelding {event} kan niet worden gelezen. {problem}.',
  'usage-event-not-found':
    'Voor deze partner is geen verbruiksmelding {event} gedaan; doe die voordat je haar wijzigt.',
  'usage-event-conflict':
    'De verbruiksmelding {event} is eerder gedaan met iets anders bij {what}; stuur voor een ander aantal een melding die haar corrigeert.',
  'usage-amendment-of-amendment':
    'De verbruiksmelding {event} corrigeert zelf een andere; corrigeer in plaats daarvan {original}.',
  'usage-subscription-unknown': 'De partner heeft geen abonnement {subscription}.',
  'usage-subscription-not-metered':
    'Voor het abonnement {subscription} wordt niets gemeten; meld verbruik van een abonnement op een SKU met meters.',
  'usage-meter-unknown': 'Er is geen meter {meter}; importeer die en stuur de verbruiksmelding dan opnieuw.',
  'usage-meter-of-other-sku':
    'De meter {meter} hoort bij de SKU {sku}, en het abonnement {subscription} is er een op {subscribed}.',
  'usage-before-purchase': 'Het abonnement {subscription} is gekocht op {purchasedAt}, na het verbruik van {time}.',
  'usage-after-end': 'Het abonnement {subscription} is geëindigd op {endedAt}, vóór het verbruik van {time}.',
  'usage-in-future': 'Het verbruik van {time} moet nog komen: het is nu {now}; controleer de klok van de melder.',
  'usage-too-old': 'Het verbruik van {time} is ouder dan {days} dagen en kan niet meer worden gemeld of gecorrigeerd.',
  'gap-days-bad': 'Dagen zonder toegang moeten eindigen nadat ze beginnen; {endsOn} is niet na {startsOn}.',
  'budget-twice': 'De klant {customer} is twee keer genoemd; noem elke klant één keer.',
  'budget-file-refused':
    '{problems} regels van het budgetbestand zijn onbruikbaar, de eerste: {first}. Corrigeer ze en importeer opnieuw.',
  'usage-range-bad': 'Verbruik over deze periode kan niet worden gegeven: {problem}.',
} as const
