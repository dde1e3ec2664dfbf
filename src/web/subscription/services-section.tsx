import { Button, Field, Input, Link, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { z } from 'zod'
import type { relationshipSchema } from '../../api/schema/customer.js'
import type {
  activationLinks,
  provisioningStatus,
  supportContactSchema,
} from '../../api/schema/subscription-services.js'
import { Confirm } from '../parts/confirm.js'
import { useNotify } from '../parts/notify.js'
import { Facts, Section } from '../parts/section.js'
import { Loaded } from '../parts/states.js'
import { useCommonWords } from '../parts/words.js'
import { useMay, useSession } from '../session/session.js'
import { useChange, useRead } from '../wire/read.js'
import { ActButton } from './act-button.js'
import { apiPath, isOver, type Place, safeLink, touchedBy } from './model.js'
import type { OverviewProps } from './overview-sections.js'
import { useRefusal } from './refusal-words.js'
import { useSubscriptionWords } from './words.js'

type Relationships = { readonly items: readonly z.output<typeof relationshipSchema>[] }
type Contact = z.output<typeof supportContactSchema>

const LONGEST_NAME = 200
const LONGEST_ID = 20

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

/** Whom the customer asks for help, who sold it, whether it can be used, and where it is set up. */
export function ServicesSection(props: OverviewProps) {
  const { place, subscription, stateOf, open } = props
  const styles = useStyles()
  const say = useSubscriptionWords()
  const { account } = useSession()
  const { partnerId } = subscription
  const showsPartner = partnerId !== '' || account?.accountType === 'indirect-provider'
  const canSetUp = subscription.links.activationLinks !== undefined && !isOver(subscription)
  return (
    <Section title={say('services')}>
      <Facts
        facts={[
          [
            say('support'),
            <Support key="support" place={place} over={isOver(subscription) || subscription.status === 'pending'} />,
          ],
          [
            say('partner'),
            showsPartner ? (
              <span key="partner" className={styles.line}>
                {partnerId === '' ? say('partnerNone') : <Reseller mpnId={partnerId} />}
                <ActButton
                  act="partner"
                  state={stateOf('partner')}
                  text={say('change')}
                  open={open}
                  appearance="subtle"
                  size="small"
                />
              </span>
            ) : undefined,
          ],
          [say('provisioning'), <Provisioning key="provisioning" place={place} />],
          [
            say('setup'),
            canSetUp ? <Setup key="setup" place={place} isPending={subscription.status === 'pending'} /> : undefined,
          ],
        ]}
      />
    </Section>
  )
}

/** A reseller by its name, where one may know that. */
function Reseller({ mpnId }: { readonly mpnId: string }) {
  const may = useMay()
  const { account } = useSession()
  const asks = account?.accountType === 'indirect-provider' && may('relationship.read')
  const { data } = useRead<Relationships>('/v1/relationships', { enabled: asks })
  const name = account?.mpnId === mpnId ? account.name : data?.items.find((reseller) => reseller.mpnId === mpnId)?.name
  return name === undefined ? mpnId : `${name} (${mpnId})`
}

const PROVISIONING = {
  success: 'provisioned',
  pending: 'provisioningWaits',
  none: 'provisioningNone',
  failed: 'provisioningFailed',
} as const

function Provisioning({ place }: { readonly place: Place }) {
  const say = useSubscriptionWords()
  const read = useRead<z.output<typeof provisioningStatus>>(`${apiPath(place)}/provisioningstatus`)
  return <Loaded read={read}>{({ status }) => say(PROVISIONING[status])}</Loaded>
}

function Support({ place, over }: { readonly place: Place; readonly over: boolean }) {
  const styles = useStyles()
  const say = useSubscriptionWords()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  const read = useRead<Contact>(`${apiPath(place)}/supportcontact`)
  return (
    <Loaded read={read}>
      {(contact) => (
        <span className={styles.line}>
          {contact.name} ({contact.supportMpnId})
          {may('subscription.manage') && !over && (
            <Button appearance="subtle" size="small" onClick={() => setOpen(true)}>
              {say('change')}
            </Button>
          )}
          {isOpen && <SupportDialog place={place} contact={contact} onClose={() => setOpen(false)} />}
        </span>
      )}
    </Loaded>
  )
}

function SupportDialog({
  place,
  contact,
  onClose,
}: {
  readonly place: Place
  readonly contact: Contact
  readonly onClose: () => void
}) {
  const styles = useStyles()
  const say = useSubscriptionWords()
  const sayCommon = useCommonWords()
  const notify = useNotify()
  const refusal = useRefusal()
  const [name, setName] = useState(contact.name)
  const [supportMpnId, setId] = useState(contact.supportMpnId)
  const change = useChange<{ readonly name: string; readonly supportMpnId: string }>(
    (body) => ({ method: 'PUT', path: `${apiPath(place)}/supportcontact`, body }),
    touchedBy(place),
  )
  const onSuccess = () => {
    notify(say('supportSaved'))
    onClose()
  }
  return (
    <Confirm
      open
      title={say('support')}
      action={sayCommon('save')}
      busy={change.isPending}
      disabled={name.trim() === '' || supportMpnId.trim() === ''}
      fault={refusal(change.error)}
      onConfirm={() => change.mutate({ name: name.trim(), supportMpnId: supportMpnId.trim() }, { onSuccess })}
      onClose={onClose}
    >
      <div className={styles.fields}>
        <Field label={say('supportName')}>
          <Input value={name} maxLength={LONGEST_NAME} onChange={(_, { value }) => setName(value)} />
        </Field>
        <Field label={say('supportId')} hint={say('supportHint')}>
          <Input value={supportMpnId} maxLength={LONGEST_ID} onChange={(_, { value }) => setId(value)} />
        </Field>
      </div>
    </Confirm>
  )
}

/** The publisher's page where the customer sets it up; in a sandbox also the activation in its place. */
function Setup({ place, isPending }: { readonly place: Place; readonly isPending: boolean }) {
  const styles = useStyles()
  const say = useSubscriptionWords()
  const sayCommon = useCommonWords()
  const notify = useNotify()
  const read = useRead<z.output<typeof activationLinks>>(`${apiPath(place)}/activationlinks`)
  const copy = async (uri: string) => {
    await navigator.clipboard.writeText(uri)
    notify(sayCommon('copied'))
  }
  return (
    <Loaded read={read}>
      {({ items }) => (
        <span className={styles.line}>
          {items.map(({ uri }) => (
            <span key={uri} className={styles.line}>
              {safeLink(uri) === undefined ? (
                uri
              ) : (
                <Link href={uri} target="_blank" rel="noreferrer">
                  {say('setupOpen')}
                </Link>
              )}
              <Button appearance="subtle" size="small" onClick={() => void copy(uri)}>
                {say('setupCopy')}
              </Button>
            </span>
          ))}
          <Activate place={place} isPending={isPending} />
        </span>
      )}
    </Loaded>
  )
}

/** Stays while it is being done, so that it can tell so. */
function Activate({ place, isPending }: { readonly place: Place; readonly isPending: boolean }) {
  const say = useSubscriptionWords()
  const notify = useNotify()
  const may = useMay()
  const refusal = useRefusal()
  const { account } = useSession()
  const [isOpen, setOpen] = useState(false)
  const change = useChange(() => ({ method: 'POST', path: `${apiPath(place)}/activate` }), touchedBy(place))
  if (account?.isSandbox !== true || !may('subscription.manage')) return null
  const onSuccess = () => {
    setOpen(false)
    notify(say('activated'))
  }
  return (
    <>
      {isPending && (
        <Button size="small" onClick={() => setOpen(true)}>
          {say('activate')}
        </Button>
      )}
      <Confirm
        open={isOpen}
        title={say('activate')}
        action={say('activate')}
        busy={change.isPending}
        fault={refusal(change.error)}
        onConfirm={() => change.mutate(undefined, { onSuccess })}
        onClose={() => setOpen(false)}
      >
        <Text>{say('activateHint')}</Text>
      </Confirm>
    </>
  )
}
