import type { Country, Form, Region } from './country.js'
import { STATES } from './states.js'

// One country a line: code; region; calling code; languages, the usual one first; digits of a national phone number;
// postal code: pattern; sample; VAT id: pattern; sample; registration number of organisations: pattern, or any where
// one may be given in whatever form its register has; sample. A pattern of its own means that customers must have one.
// Patterns hold no nested repetition, so that matching takes time in proportion to the text.
const TABLE = String.raw`
  AT; europe; 43; de en; 4-14; ^\d{4}$; 1010; ^(AT)?U\d{8}$; ATU12345678; any
  BE; europe; 32; nl fr de en; 8-10; ^\d{4}$; 1000; ^(BE)?\d{10}$; BE0123456789; any
  BG; europe; 359; bg en; 7-10; ^\d{4}$; 1000; ^(BG)?\d{9,10}$; BG123456789; any
  CH; europe; 41; de fr it en; 9-10; ^\d{4}$; 8001; ^CHE-?\d{3}\.?\d{3}\.?\d{3}( ?(MWST|TVA|IVA))?$; CHE-123.456.789 MWST; any
  CY; europe; 357; el en; 8-8; ^\d{4}$; 1010; ^(CY)?\d{8}[A-Z]$; CY12345678X; any
  CZ; europe; 420; cs en; 9-9; ^\d{3} ?\d{2}$; 110 00; ^(CZ)?\d{8,10}$; CZ12345678; any
  DE; europe; 49; de en; 5-13; ^\d{5}$; 10115; ^(DE)?\d{9}$; DE123456789; any
  DK; europe; 45; da en; 8-8; ^\d{4}$; 1050; ^(DK)?\d{8}$; DK12345678; any
  EE; europe; 372; et en; 7-8; ^\d{5}$; 10111; ^(EE)?\d{9}$; EE123456789; any
  ES; europe; 34; es ca en; 9-9; ^\d{5}$; 28001; ^(ES)?[A-Z0-9]\d{7}[A-Z0-9]$; ESX12345678; any
  FI; europe; 358; fi sv en; 5-12; ^\d{5}$; 00100; ^(FI)?\d{8}$; FI12345678; any
  FR; europe; 33; fr en; 9-10; ^\d{5}$; 75001; ^(FR)?[A-HJ-NP-Z0-9]{2}\d{9}$; FR12345678901; any
  GB; europe; 44; en; 9-11; ^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$; SW1A 1AA; ^(GB|XI)?\d{9}(\d{3})?$; GB123456789; any
  GR; europe; 30; el en; 10-10; ^\d{3} ?\d{2}$; 104 31; ^(EL|GR)?\d{9}$; EL123456789; any
  HR; europe; 385; hr en; 8-10; ^\d{5}$; 10000; ^(HR)?\d{11}$; HR12345678901; any
  HU; europe; 36; hu en; 8-11; ^\d{4}$; 1011; ^(HU)?\d{8}$; HU12345678; ^(\d{2}-?\d{2}-?\d{6}|\d{8}-?\d-?\d{2})$; 01-09-123456
  IE; europe; 353; en ga; 7-11; ^[A-Z]\d[\dW] ?[A-Z\d]{4}$; D02 X285; ^(IE)?\d[A-Z\d+*]\d{5}[A-Z]{1,2}$; IE1234567WA; any
  IS; europe; 354; is en; 7-9; ^\d{3}$; 101; ^(IS)?\d{5,6}$; IS123456; any
  IT; europe; 39; it en; 6-12; ^\d{5}$; 00118; ^(IT)?\d{11}$; IT12345678901; any
  LI; europe; 423; de en; 7-9; ^\d{4}$; 9490; ^(LI)?\d{5}$; LI12345; any
  LT; europe; 370; lt en; 8-9; ^(LT-)?\d{5}$; 01100; ^(LT)?(\d{9}|\d{12})$; LT123456789; any
  LU; europe; 352; fr de en; 4-12; ^(L-)?\d{4}$; 1111; ^(LU)?\d{8}$; LU12345678; any
  LV; europe; 371; lv en; 8-8; ^(LV-)?\d{4}$; LV-1050; ^(LV)?\d{11}$; LV12345678901; any
  MC; europe; 377; fr en; 8-9; ^980\d{2}$; 98000; ^(FR)?[A-HJ-NP-Z0-9]{2}\d{9}$; FR12345678901; any
  MT; europe; 356; mt en; 8-8; ^[A-Z]{3} ?\d{4}$; VLT 1117; ^(MT)?\d{8}$; MT12345678; any
  NL; europe; 31; nl en; 9-10; ^\d{4} ?[A-Z]{2}$; 3511 AB; ^(NL)?\d{9}B\d{2}$; NL123456789B01; any
  NO; europe; 47; nb nn en; 8-8; ^\d{4}$; 0150; ^(NO)?\d{9}(MVA)?$; NO123456789MVA; any
  PL; europe; 48; pl en; 9-9; ^\d{2}-?\d{3}$; 00-001; ^(PL)?\d{10}$; PL1234567890; any
  PT; europe; 351; pt en; 9-9; ^\d{4}-?\d{3}$; 1000-001; ^(PT)?\d{9}$; PT123456789; any
  RO; europe; 40; ro en; 9-10; ^\d{6}$; 010011; ^(RO)?\d{8,10}$; RO12345678; any
  SE; europe; 46; sv en; 7-11; ^\d{3} ?\d{2}$; 111 20; ^(SE)?\d{10}01$; SE123456789001; any
  SI; europe; 386; sl en; 8-9; ^(SI-)?\d{4}$; 1000; ^(SI)?\d{8}$; SI12345678; any
  SK; europe; 421; sk en; 9-10; ^\d{3} ?\d{2}$; 811 01; ^(SK)?\d{10}$; SK1234567890; any
  AL; eastern-europe-and-central-asia; 355; sq en; 8-10; ^\d{4}$; 1001
  AM; eastern-europe-and-central-asia; 374; hy en; 8-9; ^\d{4}$; 0010; ; ; ^\d{8}$; 12345678
  AZ; eastern-europe-and-central-asia; 994; az en; 9-10; ^(AZ ?)?\d{4}$; AZ1000; ; ; ^\d{10}$; 1234567890
  BA; eastern-europe-and-central-asia; 387; bs hr sr en; 8-9; ^\d{5}$; 71000
  BY; eastern-europe-and-central-asia; 375; be ru en; 9-11; ^\d{6}$; 220030; ; ; ^\d{9}$; 123456789
  GE; eastern-europe-and-central-asia; 995; ka en; 9-10; ^\d{4}$; 0100
  KG; eastern-europe-and-central-asia; 996; ky ru en; 9-10; ^\d{6}$; 720001; ; ; ^\d{14}$; 12345678901234
  KZ; eastern-europe-and-central-asia; 7; kk ru en; 10-11; ^(\d{6}|[A-Z]\d{2}[A-Z]\d[A-Z]\d)$; 010000; ; ; ^\d{12}$; 123456789012
  MD; eastern-europe-and-central-asia; 373; ro ru en; 8-9; ^(MD-?)?\d{4}$; MD-2001; ; ; ^\d{13}$; 1234567890123
  ME; eastern-europe-and-central-asia; 382; sr en; 8-9; ^\d{5}$; 81000
  MK; eastern-europe-and-central-asia; 389; mk en; 8-9; ^\d{4}$; 1000
  RS; eastern-europe-and-central-asia; 381; sr en; 8-10; ^\d{5}$; 11000; ^(RS)?\d{9}$; RS123456789
  RU; eastern-europe-and-central-asia; 7; ru en; 10-11; ^\d{6}$; 101000; ; ; ^(\d{10}|\d{12,13})$; 1234567890
  TJ; eastern-europe-and-central-asia; 992; tg ru en; 9-9; ^\d{6}$; 734000; ; ; ^\d{9}$; 123456789
  UA; eastern-europe-and-central-asia; 380; uk en; 9-10; ^\d{5}$; 01001; ; ; ^(\d{8}|\d{10})$; 12345678
  UZ; eastern-europe-and-central-asia; 998; uz ru en; 9-9; ^\d{6}$; 100000; ; ; ^\d{9}$; 123456789
  CA; north-america; 1; en fr; 10-11; ^[A-Z]\d[A-Z] ?\d[A-Z]\d$; K1A 0B1
  PR; north-america; 1; es en; 10-11; ^\d{5}(-\d{4})?$; 00901
  US; north-america; 1; en es; 10-11; ^\d{5}(-\d{4})?$; 98052
  AR; latin-america; 54; es en; 8-12; ^([A-Z]\d{4}[A-Z]{3}|\d{4})$; C1002AAP
  BR; latin-america; 55; pt en; 10-11; ^\d{5}-?\d{3}$; 01310-100
  CL; latin-america; 56; es en; 8-9; ^\d{3}-?\d{4}$; 8320000
  CO; latin-america; 57; es en; 7-10; ^\d{6}$; 110111
  CR; latin-america; 506; es en; 8-8; ^\d{5}$; 10101
  DO; latin-america; 1; es en; 10-11; ^\d{5}$; 10101
  EC; latin-america; 593; es en; 8-10; ^\d{6}$; 170150
  MX; latin-america; 52; es en; 10-12; ^\d{5}$; 06000
  PA; latin-america; 507; es en; 7-8
  PE; latin-america; 51; es en; 7-9; ^\d{5}$; 15001
  UY; latin-america; 598; es en; 8-9; ^\d{5}$; 11000
  AU; asia-pacific; 61; en; 9-10; ^\d{4}$; 2000; ^\d{11}$; 51824753556; any
  HK; asia-pacific; 852; zh en; 8-8
  ID; asia-pacific; 62; id en; 7-13; ^\d{5}$; 10110
  IN; asia-pacific; 91; en hi; 10-11; ^[1-9]\d{2} ?\d{3}$; 110001; ^\d{2}[A-Z]{5}\d{4}[A-Z][A-Z\d]Z[A-Z\d]$; 29ABCDE1234F2Z5
  JP; asia-pacific; 81; ja en; 9-11; ^\d{3}-?\d{4}$; 100-0001; ^T\d{13}$; T1234567890123
  KR; asia-pacific; 82; ko en; 8-11; ^\d{5}$; 04524
  MY; asia-pacific; 60; ms en; 8-11; ^\d{5}$; 50000
  NZ; asia-pacific; 64; en mi; 8-11; ^\d{4}$; 6011
  PH; asia-pacific; 63; en fil; 8-11; ^\d{4}$; 1000
  SG; asia-pacific; 65; en zh; 8-8; ^\d{6}$; 018956
  TH; asia-pacific; 66; th en; 8-10; ^\d{5}$; 10100
  TW; asia-pacific; 886; zh en; 8-10; ^\d{3}(\d{2,3})?$; 100
  VN; asia-pacific; 84; vi en; 9-11; ^\d{5,6}$; 100000
  AE; middle-east-and-africa; 971; ar en; 8-10; ; ; ^\d{15}$; 100123456700003
  BH; middle-east-and-africa; 973; ar en; 8-8; ^\d{3,4}$; 317
  EG; middle-east-and-africa; 20; ar en; 8-11; ^\d{5}$; 11511
  IL; middle-east-and-africa; 972; he en; 8-10; ^\d{5}(\d{2})?$; 9103401
  JO; middle-east-and-africa; 962; ar en; 8-10; ^\d{5}$; 11118
  KE; middle-east-and-africa; 254; en sw; 9-10; ^\d{5}$; 00100
  KW; middle-east-and-africa; 965; ar en; 8-8; ^\d{5}$; 13001
  MA; middle-east-and-africa; 212; fr ar en; 9-10; ^\d{5}$; 10000
  NG; middle-east-and-africa; 234; en; 8-11; ^\d{6}$; 100001
  OM; middle-east-and-africa; 968; ar en; 8-8; ^\d{3}$; 100
  QA; middle-east-and-africa; 974; ar en; 8-8
  SA; middle-east-and-africa; 966; ar en; 8-10; ^\d{5}(-\d{4})?$; 11564; ^\d{15}$; 300123456700003
  TN; middle-east-and-africa; 216; fr ar en; 8-8; ^\d{4}$; 1000
  TR; middle-east-and-africa; 90; tr en; 10-11; ^\d{5}$; 34000; ^\d{10}$; 1234567890
  ZA; middle-east-and-africa; 27; en af; 9-10; ^\d{4}$; 0001; ^\d{10}$; 4123456789
  CN; china; 86; zh en; 8-12; ^\d{6}$; 100000
`

const ANY_REGISTRATION = { pattern: '^[A-Z0-9][A-Z0-9 ./-]{1,19}$', sample: '12345678', required: false } as const

/** Every country customers may live in, by code. */
export const COUNTRIES: ReadonlyMap<string, Country> = new Map(
  TABLE.trim()
    .split('\n')
    .map(readRow)
    .map((country) => [country.code, country]),
)

/** A country by its ISO 3166-1 code in any case, or `undefined`. */
export function findCountry(code: string): Country | undefined {
  return COUNTRIES.get(code.toUpperCase())
}

function readRow(row: string): Country {
  const [code = '', region, callingCode = '', languages = '', digits = '', ...forms] = row.trim().split(/ *; */)
  const [postal, postalSample, vat, vatSample, registration, registrationSample] = forms
  const [fewest, most] = digits.split('-').map(Number)
  const own = registration === 'any' ? ANY_REGISTRATION : formOf(registration, registrationSample)
  return {
    code,
    region: region as Region,
    callingCode,
    languages: languages.split(' '),
    phoneDigits: [fewest!, most!],
    postalCode: formOf(postal, postalSample),
    states: STATES[code] ?? {},
    vatId: formOf(vat, vatSample),
    registrationNumber: own === null ? null : { required: true, ...own },
  }
}

function formOf(pattern: string | undefined, sample = ''): Form | null {
  return pattern === undefined || pattern === '' ? null : { pattern, sample }
}
