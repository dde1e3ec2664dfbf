import { wordsOf } from '../words/words.js'

export const useSignInWords = wordsOf('sign-in', {
  en: {
    ended: 'Your sign-in has ended',
    endedText: 'Sign in again to go on. What you typed on this page stays as it is.',
    again: 'Sign in again',
    againText: 'A new tab opens for this. Come back here afterwards.',
    leave: 'Leave this page',
    back: 'You are signed in again',
    backText: 'Close this tab, and go on in the one you came from.',
  },
  nl: {
    ended: 'Je bent niet meer aangemeld',
    endedText: 'Meld je opnieuw aan om verder te gaan. Wat je op deze pagina typte, blijft staan.',
    again: 'Opnieuw aanmelden',
    againText: 'Daarvoor gaat een nieuw tabblad open. Kom daarna hier terug.',
    leave: 'Deze pagina verlaten',
    back: 'Je bent weer aangemeld',
    backText: 'Sluit dit tabblad, en ga verder in het tabblad waar je vandaan kwam.',
  },
})
