import { Text } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { accountWebhooks } from '../../api/schema/webhook.js'
import { useFormat } from '../format/format.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Status } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { Stack } from '../provider/ui/toolbar.js'
import { useUrlState } from '../provider/ui/url-state.js'
import { useMay } from '../session/session.js'
import { configuration } from '../session/tokens.js'
import { useRead } from '../wire/read.js'
import { PROGRAMS_PATH, type Program } from './identity.js'
import { type Secret, ShownOnce } from './shown-once.js'
import type { Webhook } from './webhook.js'
import { SaveWebhook, WebhookActions } from './webhook-actions.js'
import { DeliveryLog } from './webhook-log.js'
import { useWebhookWords } from './webhook-words.js'

type Webhooks = z.output<typeof accountWebhooks>

/** The addresses that are called, and what was sent to them. */
export function WebhooksView() {
  const say = useWebhookWords()
  const [{ webhook }, change] = useUrlState({ webhook: '' })
  const [secret, setSecret] = useState<Secret>()
  const webhooks = useRead<Webhooks>('/webhooks/v1/registrations')
  const configured = useQuery({ queryKey: ['configuration'], queryFn: configuration })
  const portalId = configured.data?.clientId
  const own = webhooks.data?.items.find(({ applicationId }) => applicationId === portalId)
  const chosen = webhooks.data?.items.find(({ id }) => id === webhook)
  const columns = useColumns(portalId, setSecret, (id) => change({ webhook: id }))
  return (
    <Stack>
      <Section
        title={say('webhooks')}
        actions={
          webhooks.data !== undefined && portalId !== undefined && own === undefined && <SaveWebhook show={setSecret} />
        }
      >
        <Text>{say('text')}</Text>
        <Loaded read={webhooks}>
          {({ items }) => (
            <Table
              label={say('webhooks')}
              columns={columns}
              rows={items}
              keyOf={({ id }) => id}
              empty={<Empty text={say('none')} />}
            />
          )}
        </Loaded>
      </Section>
      {chosen !== undefined && <DeliveryLog webhook={chosen} onClose={() => change({ webhook: '' })} />}
      <ShownOnce secret={secret} onClose={() => setSecret(undefined)} />
    </Stack>
  )
}

/** Whose a webhook is: the portal's, or a program's by its name where one may know that. */
function useOwners(portalId: string | undefined): (applicationId: string) => string {
  const say = useWebhookWords()
  const may = useMay()
  const programs = useRead<{ readonly items: readonly Program[] }>(PROGRAMS_PATH, {
    enabled: may('partner-user.read'),
  })
  return (id) => {
    if (id === portalId) return say('portal')
    return programs.data?.items.find(({ applicationId }) => applicationId === id)?.name ?? say('program', { id })
  }
}

function useColumns(
  portalId: string | undefined,
  show: (secret: Secret) => void,
  open: (id: string) => void,
): readonly Column<Webhook>[] {
  const say = useWebhookWords()
  const { instant } = useFormat()
  const ownerOf = useOwners(portalId)
  return [
    { key: 'of', header: say('of'), cell: ({ applicationId }) => ownerOf(applicationId) },
    { key: 'url', header: say('url'), cell: ({ webhookUrl }) => webhookUrl },
    { key: 'events', header: say('events'), cell: ({ webhookEvents }) => webhookEvents.join(', ') },
    {
      key: 'state',
      header: say('state'),
      cell: ({ isSilent }) => <Status text={say(isSilent ? 'silent' : 'hears')} tone={isSilent ? 'bad' : 'good'} />,
    },
    { key: 'since', header: say('since'), cell: ({ lastUpdatedDate }) => instant(lastUpdatedDate) },
    {
      key: 'actions',
      header: say('actions'),
      cell: (webhook) => (
        <WebhookActions
          webhook={webhook}
          isOwn={webhook.applicationId === portalId}
          show={show}
          onLog={() => open(webhook.id)}
        />
      ),
    },
  ]
}
