import type { z } from 'zod'
import type { movePreviewBody, movePreviewSchema } from '../../api/schema/portal-subscription.js'
import type {
  conversionResult,
  conversions,
  transitionEligibilities,
  transitionSchema,
  upgradeResult,
  upgrades,
} from '../../api/schema/subscription-moves.js'
import { useMay } from '../session/session.js'
import type { Request } from '../wire/call.js'
import { useRead } from '../wire/read.js'
import { apiPath, type Choices, type Place, portalPath, type Rhythm, type Subscription } from './model.js'
import { useAsked } from './use-subscription.js'

export type MoveKind = 'conversion' | 'upgrade' | 'transition'
export type MovePreview = z.output<typeof movePreviewSchema>

/** An offer a subscription can become. */
export interface MoveTarget {
  /** Product, and the billing frequency where that is part of the choice. */
  readonly key: string
  readonly id: string
  readonly title: string
  readonly billingCycle?: Rhythm['billingCycle']
  /** Why it cannot now, as the server says it. */
  readonly problems: readonly string[]
}

/** How a subscription becomes another offer: a trial is converted, a legacy offer upgraded, others make a transition. */
export function moveKindOf({ isTrial, links }: Subscription): MoveKind {
  if (isTrial) return 'conversion'
  return links.offer === undefined ? 'transition' : 'upgrade'
}

interface Targets {
  readonly targets: readonly MoveTarget[] | undefined
  readonly fault: ReturnType<typeof useRead>['error']
}

/** What a subscription can become now. */
export function useMoveTargets(place: Place, subscription: Subscription, choices: Choices): Targets {
  const kind = moveKindOf(subscription)
  const path = apiPath(place)
  const trial = useRead<z.output<typeof conversions>>(`${path}/conversions`, { enabled: kind === 'conversion' })
  const legacy = useRead<z.output<typeof upgrades>>(`${path}/upgrades`, { enabled: kind === 'upgrade' })
  const other = useRead<z.output<typeof transitionEligibilities>>(`${path}/transitionEligibilities`, {
    query: { eligibilityType: 'immediate' },
    enabled: kind === 'transition',
  })
  const read = { conversion: trial, upgrade: legacy, transition: other }[kind]
  const targets = {
    conversion: () => trial.data?.items.map((one) => conversionTarget(one, choices)),
    upgrade: () => legacy.data?.items.filter(({ upgradeType }) => upgradeType === 'upgrade_only').map(upgradeTarget),
    transition: () => other.data?.items.map(transitionTarget),
  }[kind]()
  return { targets, fault: read.error }
}

function conversionTarget(
  { targetOfferId, billingCycle }: z.output<typeof conversions>['items'][number],
  { renewals, offer }: Choices,
): MoveTarget {
  const known = renewals.find(({ itemId }) => `${targetOfferId}:`.startsWith(`${itemId}:`))
  const key = `${targetOfferId} ${billingCycle}`
  return { key, id: targetOfferId, title: known?.title ?? offer.title, billingCycle, problems: [] }
}

function upgradeTarget(one: z.output<typeof upgrades>['items'][number]): MoveTarget {
  const { id, name } = one.targetOffer
  return { key: id, id, title: name, problems: one.upgradeErrors.map(({ description }) => description) }
}

function transitionTarget(one: z.output<typeof transitionEligibilities>['items'][number]): MoveTarget {
  const problems = one.eligibilities[0]?.errors.map(({ description }) => description) ?? []
  return { key: one.catalogItemId, id: one.catalogItemId, title: one.title, problems }
}

export interface MoveWish {
  readonly kind: MoveKind
  readonly target: MoveTarget
  readonly quantity: number
  readonly withLicenses: boolean
}

/** What a move would charge and leave behind, for whoever may see that. */
export function useMovePreview(place: Place, wish: MoveWish | undefined) {
  const may = useMay()
  const body = wish === undefined || !may('charge.read') ? undefined : previewBody(wish)
  return useAsked<MovePreview>(`${portalPath(place)}/move-preview`, body)
}

function previewBody({ kind, target, quantity }: MoveWish): Partial<z.output<typeof movePreviewBody>> {
  const { billingCycle } = target
  return { kind, target: target.id, quantity, ...(billingCycle === undefined ? {} : { billingCycle }) }
}

/** The request that carries a move out. */
export function moveRequest(place: Place, { kind, target, quantity, withLicenses }: MoveWish): Request {
  const path = apiPath(place)
  const method = 'POST'
  const suffix = withLicenses ? 'with_license_transfer' : 'only'
  const { id, billingCycle } = target
  const requests: Readonly<Record<MoveKind, Request>> = {
    conversion: { method, path: `${path}/conversions`, body: { targetOfferId: id, quantity, billingCycle } },
    upgrade: {
      method,
      path: `${path}/upgrades`,
      body: { targetOffer: { id }, upgradeType: `upgrade_${suffix}`, quantity },
    },
    transition: {
      method,
      path: `${path}/transitions`,
      body: { toCatalogItemId: id, quantity, transitionType: `transition_${suffix}` },
    },
  }
  return requests[kind]
}

export type MoveAnswer = Partial<
  z.output<typeof conversionResult> & z.output<typeof upgradeResult> & z.output<typeof transitionSchema>
>

/** Why nothing was done although the request was answered; nothing where it was done. */
export function problemOf({ error, upgradeErrors }: MoveAnswer): string | undefined {
  return error?.description ?? upgradeErrors?.[0]?.description
}
