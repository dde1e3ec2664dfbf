import { useFormat } from '../../format/format.js'
import { Page } from '../../parts/page.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Status, type Tone } from '../../parts/status.js'
import { type Column, Table } from '../../parts/table.js'
import { useMay, useSession } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { ActionForm } from '../ui/action-form.js'
import { Choice } from '../ui/choice.js'
import { PartnerField } from '../ui/partner-field.js'
import { PartnerName } from '../ui/partner-name.js'
import { SeekPager, useSeekPages } from '../ui/seek-pages.js'
import { Buttons, Toolbar } from '../ui/toolbar.js'
import { useUrlState } from '../ui/url-state.js'
import { useConsoleWords } from '../ui/words.js'
import type { Mail } from './mail.js'
import { ReadMail } from './read-mail.js'
import { useMailWords } from './words.js'

const PATH = '/v1/platform/mails'
const PAGE_SIZE = 50
const TONES: Readonly<Record<string, Tone>> = {
  waiting: 'waiting',
  not_configured: 'waiting',
  sent: 'good',
  failed: 'bad',
  given_up: 'bad',
  sandbox: 'over',
}

/** Mails of all partners, and what became of them. */
export function MailsPage() {
  const say = useMailWords()
  const general = useConsoleWords()
  const may = useMay()
  const [{ partner, state }, setState] = useUrlState({ partner: '', state: '' })
  const pages = useSeekPages<{ items: readonly Mail[]; continuationToken?: string }>(PATH, {
    size: PAGE_SIZE,
    partnerId: partner,
    state,
  })
  return (
    <Page title={say('title')} actions={may('platform.mail.send') && <SendTest />}>
      <Section title={say('title')}>
        <Toolbar>
          <PartnerField
            label={general('partner')}
            value={partner}
            onChoose={(chosen) => setState({ partner: chosen })}
          />
          <Choice
            label={general('state')}
            value={state}
            all={general('allStates')}
            options={Object.keys(TONES).map((value) => ({ value, text: say(value as 'sent') }))}
            onChoose={(chosen) => setState({ state: chosen })}
          />
        </Toolbar>
        <Loaded read={pages.read}>{({ items }) => <Mails mails={items} />}</Loaded>
        <SeekPager pages={pages} />
      </Section>
    </Page>
  )
}

function Mails({ mails }: { readonly mails: readonly Mail[] }) {
  const say = useMailWords()
  const general = useConsoleWords()
  const { instant, number } = useFormat()
  const columns: readonly Column<Mail>[] = [
    {
      key: 'state',
      header: general('state'),
      cell: ({ state }) => <Status text={say(state as 'sent')} tone={TONES[state] ?? 'plain'} />,
    },
    { key: 'kind', header: say('kind'), cell: ({ kind }) => say(kind === 'test' ? 'kind_test' : (kind as 'overdue')) },
    {
      key: 'partner',
      header: general('partner'),
      cell: ({ partnerId }) => partnerId !== undefined && <PartnerName id={partnerId} />,
    },
    { key: 'address', header: say('address'), cell: ({ address }) => address },
    { key: 'language', header: say('language'), cell: ({ language }) => say(language) },
    { key: 'created', header: general('created'), cell: ({ createdDate }) => instant(createdDate) },
    { key: 'attempts', header: say('attempts'), align: 'end', cell: ({ attempts }) => number(attempts) },
    {
      key: 'next',
      header: say('nextTry'),
      cell: ({ nextAttemptDate, finishedDate }) =>
        nextAttemptDate === undefined || finishedDate !== undefined ? '' : instant(nextAttemptDate),
    },
    { key: 'problem', header: say('problem'), cell: ({ problem }) => problem },
    {
      key: 'actions',
      header: general('actions'),
      cell: (mail) => (
        <Buttons>
          <ReadMail mail={mail} />
          <Resend mail={mail} />
        </Buttons>
      ),
    },
  ]
  return (
    <Table
      label={say('title')}
      columns={columns}
      rows={mails}
      keyOf={({ id }) => id}
      empty={<Empty text={say('none')} />}
    />
  )
}

function Resend({ mail }: { readonly mail: Mail }) {
  const say = useMailWords()
  const may = useMay()
  const { id, address, finishedDate } = mail
  if (!may('platform.mail.send') || finishedDate === undefined) return null
  return (
    <ActionForm
      text={say('resend')}
      size="small"
      label={say('resendOf', { address })}
      intro={say('resendText', { address })}
      request={() => ({ method: 'POST', path: PATH + pathOf`/${id}/resend` })}
      touches={[PATH]}
      done={say('resent')}
    />
  )
}

function SendTest() {
  const say = useMailWords()
  const { user } = useSession()
  return (
    <ActionForm
      text={say('test')}
      intro={say('testText')}
      fields={[
        { key: 'address', label: say('testAddress'), kind: 'email' },
        {
          key: 'language',
          label: say('language'),
          kind: 'choice',
          options: [
            { value: 'en', text: say('en') },
            { value: 'nl', text: say('nl') },
          ],
        },
      ]}
      initial={{ address: user.signInName, language: 'en' }}
      request={(body) => ({ method: 'POST', path: `${PATH}/test`, body })}
      touches={[PATH]}
      done={say('tested')}
    />
  )
}
