import type { Refusal } from '../../core/refusal.js'

/** Languages of the pages people sign in on. */
export const SIGN_IN_LANGUAGES = ['en', 'nl'] as const
export type SignInLanguage = (typeof SIGN_IN_LANGUAGES)[number]

export interface SignInWords {
  readonly didNotWork: string
  readonly signedIn: string
  readonly goOn: string
  readonly signInTo: (application: string) => string
  readonly signInWith: (authority: string) => string
  readonly signIn: string
  readonly choosePassword: string
  readonly wasTemporary: string
  readonly save: string
  readonly secondFactor: string
  readonly typeCode: string
  readonly setUpFactor: string
  readonly addKey: string
  readonly recoveryCodes: string
  readonly keepCodes: string
  readonly kept: string
  readonly continue: string
  readonly name: string
  readonly password: string
  readonly code: string
  readonly newPassword: string
  readonly repeated: string
  readonly setPassword: string
  readonly signInAs: (name: string) => string
  readonly done: string
  readonly isSet: string
  /** What a refusal says; `undefined` for those that are told as they are. */
  readonly refusal: (refusal: Refusal) => string | undefined
}

const ENGLISH: SignInWords = {
  didNotWork: 'This did not work',
  signedIn: 'You are signed in',
  goOn: 'Go on to the application.',
  signInTo: (application) => `Sign in to ${application}`,
  signInWith: (authority) => `Sign in with ${authority}`,
  signIn: 'Sign in',
  choosePassword: 'Choose a password',
  wasTemporary: 'Your password was temporary. Choose one that only you know.',
  save: 'Save',
  secondFactor: 'Second factor',
  typeCode: 'Type the code your authenticator app shows, or a recovery code.',
  setUpFactor: 'Set up the second factor',
  addKey: 'Add this key to an authenticator app (time-based, six digits), then type the code it shows.',
  recoveryCodes: 'Recovery codes',
  keepCodes: 'Keep these codes in a safe place: each signs you in once without the app. They are not shown again.',
  kept: 'I have kept them',
  continue: 'Continue',
  name: 'Mail address',
  password: 'Password',
  code: 'Code',
  newPassword: 'New password',
  repeated: 'The same again',
  setPassword: 'Set your password',
  signInAs: (name) => `You sign in as ${name}.`,
  done: 'Done',
  isSet: 'Your password is set. Sign in from your application.',
  refusal: () => undefined,
}

const DUTCH: SignInWords = {
  didNotWork: 'Dit is niet gelukt',
  signedIn: 'Je bent aangemeld',
  goOn: 'Ga verder naar de toepassing.',
  signInTo: (application) => `Aanmelden bij ${application}`,
  signInWith: (authority) => `Aanmelden met ${authority}`,
  signIn: 'Aanmelden',
  choosePassword: 'Kies een wachtwoord',
  wasTemporary: 'Je wachtwoord was tijdelijk. Kies er een dat alleen jij kent.',
  save: 'Opslaan',
  secondFactor: 'Tweede factor',
  typeCode: 'Typ de code uit je authenticator-app, of een herstelcode.',
  setUpFactor: 'Tweede factor instellen',
  addKey: 'Voeg deze sleutel toe aan een authenticator-app (op tijd, zes cijfers) en typ dan de code die de app toont.',
  recoveryCodes: 'Herstelcodes',
  keepCodes:
    'Bewaar deze codes op een veilige plek: met elke code meld je je één keer aan zonder de app. Ze worden niet nog eens getoond.',
  kept: 'Ik heb ze bewaard',
  continue: 'Doorgaan',
  name: 'E-mailadres',
  password: 'Wachtwoord',
  code: 'Code',
  newPassword: 'Nieuw wachtwoord',
  repeated: 'Nogmaals hetzelfde',
  setPassword: 'Stel je wachtwoord in',
  signInAs: (name) => `Je meldt je aan als ${name}.`,
  done: 'Klaar',
  isSet: 'Je wachtwoord is ingesteld. Meld je aan vanuit je toepassing.',
  refusal: ({ code, data }) => DUTCH_REFUSALS[code]?.(data),
}

type Data = Refusal['data']

const DUTCH_REFUSALS: Readonly<Record<string, ((data: Data) => string) | undefined>> = {
  'sign-in-failed': () => 'Het e-mailadres of het wachtwoord klopt niet.',
  'sign-in-locked': ({ seconds }) => `Er is te vaak geprobeerd; wacht ${seconds} seconden.`,
  'too-many-sign-ins': ({ limit }) =>
    `Vanaf dit adres zijn ${limit} aanmeldingen bezig; maak er een af, of wacht een kwartier.`,
  'sign-in-code-wrong': () => 'De code klopt niet of is al gebruikt; wacht op de volgende.',
  'sign-in-expired': () =>
    'Deze aanmelding is verlopen of hoort bij een andere browser; begin opnieuw vanuit de toepassing.',
  'sign-in-link-expired': () => 'De link is verlopen of al gebruikt; vraag een beheerder om een nieuwe.',
  'password-refused': ({ problem }) =>
    `Dit wachtwoord kan niet worden gebruikt: ${DUTCH_PROBLEMS[String(problem)] ?? problem}.`,
}

/** What may be wrong with a password that was chosen. */
const DUTCH_PROBLEMS: Readonly<Record<string, string | undefined>> = {
  'the two entries differ': 'de twee invoeren verschillen',
  'choose another one than before': 'kies een ander dan het vorige',
  'a password has 8 to 256 characters': 'een wachtwoord heeft 8 tot 256 tekens',
  'a password holds no control characters': 'een wachtwoord bevat geen besturingstekens',
  'a password holds three of these: lower case, upper case, digits, other characters':
    'een wachtwoord bevat drie van deze soorten: kleine letters, hoofdletters, cijfers, andere tekens',
}

export const SIGN_IN_WORDS: Readonly<Record<SignInLanguage, SignInWords>> = { en: ENGLISH, nl: DUTCH }

/** The first of these tags whose language is one of ours, such as `nl-BE`; English where there is none. */
export function languageAmong(tags: readonly string[]): SignInLanguage {
  for (const tag of tags) {
    const known = SIGN_IN_LANGUAGES.find((language) => language === tag.trim().slice(0, 2).toLowerCase())
    if (known !== undefined && /^[a-z]{2}(?:$|-)/i.test(tag.trim())) return known
  }
  return 'en'
}

/** The languages a browser asks for, the most wanted first. */
export function acceptedLanguages(header: string | undefined): readonly string[] {
  const wanted = (header ?? '').split(',').map((part) => {
    const [tag = '', ...rest] = part.split(';').map((text) => text.trim())
    const weight = rest.find((text) => text.startsWith('q='))?.slice(2)
    return { tag, weight: weight === undefined ? 1 : Number(weight) }
  })
  return wanted
    .filter(({ weight }) => weight > 0)
    .toSorted((left, right) => right.weight - left.weight)
    .map(({ tag }) => tag)
}
