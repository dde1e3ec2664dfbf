import { Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import type { z } from 'zod'
import type { webhookRegistration } from '../../api/schema/webhook.js'
import { useCommonWords } from '../parts/words.js'
import { ActionForm } from '../provider/ui/action-form.js'
import type { FormField, Values } from '../provider/ui/form-fields.js'
import { Buttons } from '../provider/ui/toolbar.js'
import { pathOf } from '../wire/path.js'
import type { Secret } from './shown-once.js'
import type { Webhook } from './webhook.js'
import { useWebhookWords } from './webhook-words.js'

const PATH = '/webhooks/v1/registration'
const TOUCHES = ['/webhooks', '/v1/portal/webhooks']

/** The events there are in fact; clients may name others, which never happen. */
const EVENTS = ['subscription-updated', 'invoice-ready', 'usagerecords-thresholdExceeded', 'test-created'] as const

export interface WebhookActionsProps {
  readonly webhook: Webhook
  /** Whether it is the portal's, which alone can be changed here. */
  readonly isOwn: boolean
  readonly show: (secret: Secret) => void
  readonly onLog: () => void
}

/** What can be done about a webhook. */
export function WebhookActions({ webhook, isOwn, show, onLog }: WebhookActionsProps) {
  const say = useWebhookWords()
  const url = webhook.webhookUrl
  return (
    <Buttons>
      <Button size="small" onClick={onLog}>
        {say('log')}
      </Button>
      {isOwn && <TestWebhook webhook={webhook} onLog={onLog} />}
      {isOwn && <SaveWebhook webhook={webhook} show={show} />}
      <ActionForm
        text={say('remove')}
        label={`${say('remove')}: ${url}`}
        title={say('removeOf')}
        size="small"
        intro={say('removeText', { url })}
        request={() => ({ method: 'DELETE', path: pathOf`/webhooks/v1/registrations/${webhook.id}` })}
        touches={TOUCHES}
        done={say('removed')}
      />
    </Buttons>
  )
}

function TestWebhook({ webhook, onLog }: { readonly webhook: Webhook; readonly onLog: () => void }) {
  const say = useWebhookWords()
  if (!webhook.webhookEvents.includes('test-created')) return null
  return (
    <ActionForm
      text={say('test')}
      size="small"
      intro={say('testText', { url: webhook.webhookUrl })}
      request={() => ({ method: 'POST', path: `${PATH}/validationEvents` })}
      touches={TOUCHES}
      done={say('testSent')}
      onDone={onLog}
    />
  )
}

/** Registers the webhook of the portal, or changes the one there is. */
export function SaveWebhook({
  webhook,
  show,
}: {
  readonly webhook?: Webhook
  readonly show: (secret: Secret) => void
}) {
  const say = useWebhookWords()
  const common = useCommonWords()
  const isNew = webhook === undefined
  const chosen: readonly string[] = webhook?.webhookEvents ?? EVENTS
  const fields: readonly FormField[] = [
    { key: 'url', label: say('url'), hint: say('urlHint') },
    ...EVENTS.map((event) => ({ key: event, label: say(event), kind: 'check' as const })),
    ...(isNew ? [] : [{ key: 'rotate', label: say('newSecret'), kind: 'check' as const, hint: say('newSecretText') }]),
  ]
  const initial: Values = {
    url: webhook?.webhookUrl ?? '',
    ...Object.fromEntries(EVENTS.filter((event) => chosen.includes(event)).map((event) => [event, 'true'])),
  }
  const showSecret = ({ SigningSecret: value }: z.output<typeof webhookRegistration>) => {
    if (value === undefined) return
    show({ label: say('secret'), text: say('secretText'), copyText: say('copySecret'), value })
  }
  return (
    <ActionForm
      text={isNew ? say('register') : say('edit')}
      {...(isNew
        ? { icon: <AddRegular />, appearance: 'primary' as const }
        : { label: say('editOf'), size: 'small' as const })}
      action={isNew ? say('register') : common('save')}
      intro={isNew ? say('registerText') : undefined}
      fields={fields}
      initial={initial}
      request={(values) => ({
        method: isNew ? 'POST' : 'PUT',
        path: PATH,
        body: {
          WebhookUrl: values['url'],
          WebhookEvents: EVENTS.filter((event) => values[event] === 'true'),
          ...(values['rotate'] === 'true' ? { RotateSecret: true } : {}),
        },
      })}
      touches={TOUCHES}
      done={say('saved')}
      onDone={showSecret}
    />
  )
}
