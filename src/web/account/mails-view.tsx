import { Button, Checkbox, Field, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { z } from 'zod'
import type { preferencesSchema } from '../../api/schema/mail.js'
import { useNames } from '../customers/names.js'
import { useNotify } from '../parts/notify.js'
import { Section } from '../parts/section.js'
import { Loaded, Problem } from '../parts/states.js'
import { Unsaved } from '../parts/unsaved.js'
import { useCommonWords } from '../parts/words.js'
import { useChange, useRead } from '../wire/read.js'
import { LANGUAGES } from '../words/words.js'
import { useAccountWords } from './words.js'

type Preferences = z.output<typeof preferencesSchema>
type MailKind = Preferences['switchedOff'][number]

type AccountWord = Parameters<ReturnType<typeof useAccountWords>>[0]

const PATH = '/v1/mailpreferences'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, alignItems: 'flex-start' },
  // Nobody can change it, but it is to be read.
  always: { color: tokens.colorNeutralForeground3 },
  kinds: { border: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column' },
})

/** Which mails who has signed in gets, and in which language. */
export function MailsView() {
  const say = useAccountWords()
  const preferences = useRead<Preferences>(PATH)
  return (
    <Section title={say('mails')}>
      <Loaded read={preferences}>{(data) => <MailsForm key={JSON.stringify(data)} preferences={data} />}</Loaded>
    </Section>
  )
}

function MailsForm({ preferences }: { readonly preferences: Preferences }) {
  const styles = useStyles()
  const say = useAccountWords()
  const common = useCommonWords()
  const notify = useNotify()
  const names = useNames()
  const [language, setLanguage] = useState(preferences.ownLanguage ?? '')
  const [off, setOff] = useState<readonly MailKind[]>(preferences.switchedOff)
  const change = useChange<{ language?: string; switchedOff: readonly MailKind[] }>(
    (body) => ({ method: 'PUT', path: PATH, body }),
    [PATH],
  )
  const kinds = preferences.kinds.filter(({ isForRole }) => isForRole)
  const isChanged =
    language !== (preferences.ownLanguage ?? '') ||
    [...off].sort().join() !== [...preferences.switchedOff].sort().join()
  const save = () =>
    change.mutate(
      { ...(language === '' ? {} : { language }), switchedOff: off },
      { onSuccess: () => notify(common('saved')) },
    )
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Text>{kinds.length === 0 ? say('noMails') : say('mailsText', { name: preferences.userPrincipalName })}</Text>
      <Field label={say('mailLanguage')}>
        <Select value={language} onChange={(_, { value }) => setLanguage(value as typeof language)}>
          <option value="">{asAccount(preferences, say, names.language)}</option>
          {LANGUAGES.map((tag) => (
            <option key={tag} value={tag}>
              {names.language(tag)}
            </option>
          ))}
        </Select>
      </Field>
      <fieldset className={styles.kinds} aria-label={say('mails')}>
        {kinds.map(({ kind, mayBeSwitchedOff }) => (
          <Checkbox
            key={kind}
            label={
              mayBeSwitchedOff
                ? say(wordOf(kind))
                : { className: styles.always, children: `${say(wordOf(kind))} (${say('always')})` }
            }
            disabled={!mayBeSwitchedOff}
            checked={!off.includes(kind)}
            onChange={(_, { checked }) =>
              setOff(checked === true ? off.filter((other) => other !== kind) : [...off, kind])
            }
          />
        ))}
      </fieldset>
      {change.error !== null && <Problem fault={change.error} />}
      <Button type="submit" appearance="primary" disabled={!isChanged || change.isPending}>
        {common('save')}
      </Button>
      <Unsaved changed={isChanged && !change.isPending} />
    </form>
  )
}

/** On the wire kinds are written with underscores, and so are the keys of their words. */
function wordOf(kind: MailKind): AccountWord {
  return kind.replaceAll('-', '_') as AccountWord
}

/** The choice of no language of one's own; which language that is, is known while nothing else is chosen. */
function asAccount(
  { language, ownLanguage }: Preferences,
  say: ReturnType<typeof useAccountWords>,
  nameOf: (tag: string) => string,
): string {
  return ownLanguage === undefined ? say('asAccount', { language: nameOf(language) }) : say('asAccountPlain')
}
