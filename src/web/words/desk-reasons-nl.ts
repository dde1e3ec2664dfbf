/** What pages of the provider and the simulation tell besides refusals, in Dutch: a part of `REASONS_NL`. */
export const DESK_REASONS_NL = {
  // Invoices that are held back.
  'Its invoices were left out, and nothing is in the way any more: the next billing run issues them.':
    'De facturen zijn niet gemaakt, maar er staat niets meer in de weg: de volgende factureringsrun maakt ze.',
  // Exports that failed, on the page of jobs.
  'An export was begun several times and given up.': 'Een export is verscheidene keren begonnen en opgegeven.',
  'An invoice of an export does not exist.': 'Een factuur van een export bestaat niet.',
  'A file of an export did not add up to its invoice.': 'Een bestand van een export telde niet op tot de factuur.',
  // What an entry of a bank statement may pay.
  'the number is named': 'het nummer wordt genoemd',
  'the amount is what is open': 'het bedrag is wat openstaat',
  'the amount is less than what is open': 'het bedrag is minder dan wat openstaat',
  'the amount is more than what is open; the rest stays unallocated':
    'het bedrag is meer dan wat openstaat; de rest blijft niet toegewezen',
  'payments came from this bank account before': 'van deze rekening is eerder betaald',
  'the payer has the name of the partner': 'de betaler heet zoals de partner',
  // The server itself.
  'Something went wrong here; try again later.': 'Er ging hier iets mis; probeer het later opnieuw.',
  // Scenarios.
  'must hold at least a purchase': 'er is minstens een aankoop nodig',
  'must be an object': 'verwacht wordt een object',
  'is missing or cannot be read': 'ontbreekt of kan niet worden gelezen',
  'is no field of a line': 'is geen veld van een regel',
  'must be in order of their days': 'moeten op volgorde van hun dagen staan',
  'must not be before `from`': 'mag niet vóór `from` liggen',
  'must begin at "0" and rise': 'moeten bij "0" beginnen en oplopen',
  'must be monthly, annual or upfront': 'verwacht wordt monthly, annual of upfront',
  'give the day (`on`) or the instant (`at`), one of them': 'geef de dag (`on`) of het tijdstip (`at`), een van beide',
  'monthly, annual, upfront or one-time': 'monthly, annual, upfront of one-time',
  'license, one-time-recurring, saas or new-commerce': 'license, one-time-recurring, saas of new-commerce',
  'plan or overage': 'plan of overage',
  'a text': 'een tekst',
  'a text or a number': 'een tekst of een getal',
  'a refusal code': 'de code van een weigering',
  'a day of the month from 1 to 28': 'een dag van de maand van 1 tot en met 28',
  'the id of a proration policy, such as unit': 'de id van een pro-rataregel, zoals unit',
  'a price as text, such as "4.00"': 'een prijs als tekst, zoals "4.00"',
  'a decimal text such as "4.00"': 'een decimaal getal als tekst, zoals "4.00"',
  'a decimal text above zero, such as "0.846202666"': 'een decimaal getal boven nul als tekst, zoals "0.846202666"',
  'a length such as P1M': 'een duur zoals P1M',
  'a length such as P1M or P30D': 'een duur zoals P1M of P30D',
  'an instant with its offset, such as 2019-06-11T00:30:00+02:00':
    'een tijdstip met tijdzone, zoals 2019-06-11T00:30:00+02:00',
  'to be accepted': 'dat het wordt aangenomen',
  'that it was accepted': 'dat het is aangenomen',
  'no refusal': 'geen weigering',
  'no such field': 'geen zo’n veld',
} as const

/** The same for prose with something in it: a part of `REASON_PATTERNS_NL`. */
export const DESK_REASON_PATTERNS_NL: readonly (readonly [RegExp, string])[] = [
  // Invoices that are late, and what they lack.
  [
    /^Its invoices are left out: (.+) The next billing run makes up for them\.$/,
    'De facturen zijn niet gemaakt: {1} De volgende factureringsrun haalt dat in.',
  ],
  [
    /^No billing run has been made for the invoice of (.+); bill as of that day or later\.$/,
    'Er is geen factureringsrun geweest voor de factuur van {1}; factureer per die dag of later.',
  ],
  [/^(\d{4}-\d\d-\d\d) and (\d+) after it$/, '{1} en de $2 daarna'],
  [/^The invoice was due at (.+) and issued at (.+)\.$/, 'De factuur had er moeten zijn om {1} en is gemaakt om {2}.'],
  [
    /^Its invoices lack the charges of this subscription since then: (.+) Every run tries it again\.$/,
    'Sindsdien ontbreken de kosten van dit abonnement op de facturen: {1} Elke run probeert het opnieuw.',
  ],
  [
    /^Its invoices lack usage of the meter (.+) since then: (.+) Every rating tries it again\.$/,
    'Sindsdien ontbreekt verbruik van de meter $1 op de facturen: {2} Elke tarifering probeert het opnieuw.',
  ],
  [/^(the number is named|\d+ numbers are named)( without its zeros)$/, '{1}, zonder de nullen ervoor'],
  [/^(\d+) numbers are named$/, '$1 nummers worden genoemd'],
  // Tax ids and mails.
  [/^Tax ids of (.+) cannot be checked here\.$/, 'Btw-nummers van $1 kunnen hier niet worden gecontroleerd.'],
  [
    /^Form and check digits are those of (.+); no register was asked\.$/,
    'Vorm en controlecijfers kloppen voor $1; er is geen register geraadpleegd.',
  ],
  [/^Form or check digits are not those of (.+)\.$/, 'Vorm of controlecijfers kloppen niet voor $1.'],
  [/^it could not be written: (.+)$/, 'de mail kon niet worden geschreven: $1'],
  [
    /^This took too long, and nothing of it was done; try again in (\d+) seconds\.$/,
    'Dit duurde te lang en er is niets van gedaan; probeer het over $1 seconden opnieuw.',
  ],
  // Scenarios.
  [/^is missing; it must be (.+)$/, 'ontbreekt; verwacht wordt {1}'],
  [/^must be a list of at most (\d+) entries$/, 'verwacht wordt een lijst van hoogstens $1 onderdelen'],
  [/^must report days of the period, not (.+)$/, 'moet over dagen van de periode gaan, niet over {1}'],
  [/^must be (.+), not (.+)$/, 'verwacht wordt {1}, niet $2'],
  [/^a title of at most (\d+) characters$/, 'een titel van hoogstens $1 tekens'],
  [/^a text of at most ([\d,]+) characters$/, 'een tekst van hoogstens $1 tekens'],
  [/^a name of at most (\d+) characters$/, 'een naam van hoogstens $1 tekens'],
  [/^a label of at most (\d+) characters$/, 'een label van hoogstens $1 tekens'],
  [
    /^a decimal text with at most (\d+) digits after the point(, not negative)$/,
    'een decimaal getal als tekst, hoogstens $1 cijfers na de punt en niet onder nul',
  ],
  [
    /^a decimal text with at most (\d+) digits after the point$/,
    'een decimaal getal als tekst, hoogstens $1 cijfers na de punt',
  ],
  // What a scenario expects otherwise.
  [
    /^file (.+), line (\d+), (\w+): expected (.+), found (.+)$/,
    'bestand van {1}, regel $2, $3: verwacht {4}, gevonden {5}',
  ],
  [/^file (.+), line (\d+) is missing: (.+)$/, 'bestand van {1}, regel $2 ontbreekt: $3'],
  [/^file (.+), line (\d+) was not expected: (.+)$/, 'bestand van {1}, regel $2 was niet verwacht: $3'],
  [/^(\S+ \w+ of .+|until \S+): expected (.+), found (.+)$/, '$1: verwacht {2}, gevonden {3}'],
  [/^the refusal ([a-z-]+): (.+)$/, 'de weigering $1: {2}'],
  [/^the refusal ([a-z-]+)$/, 'de weigering $1'],
  [/^that it comes after the last day, (.+)$/, 'dat het na de laatste dag komt, {1}'],
]
