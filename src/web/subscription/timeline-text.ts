import { useFormat } from '../format/format.js'
import type { Entry } from './model.js'
import { useTimelineWords } from './timeline-words.js'

type Details = Entry['details']

const ORIGINS = { 'add-on': 'purchased_addOn', conversion: 'purchased_moved' } as const

/** Says what happened. An event we have no sentence for is named as the server does. */
export function useEventText(): (entry: Entry) => string {
  const say = useTimelineWords()
  const { number, day } = useFormat()
  const text = (value: Details[string] | undefined) => String(value ?? '')
  const count = (value: Details[string] | undefined) => number(text(value))
  const sentences: Readonly<Record<string, (details: Details) => string>> = {
    purchased: ({ quantity, origin }) =>
      say(ORIGINS[origin as keyof typeof ORIGINS] ?? 'purchased', { count: count(quantity) }),
    quantity_changed: ({ quantity }) => say('quantity_changed', { count: count(quantity) }),
    suspended: ({ deprovisionOn }) => say('suspended', { day: day(text(deprovisionOn)) }),
    reactivated: () => say('reactivated'),
    cancelled: () => say('cancelled'),
    converted: ({ offer, movedQuantity }) =>
      typeof movedQuantity === 'number'
        ? say('converted_some', { count: number(movedQuantity), offer: text(offer) })
        : say('converted', { offer: text(offer) }),
    billing_cycle_changed: () => say('billing_cycle_changed'),
    auto_renew_set: ({ autoRenew }) => say(autoRenew === true ? 'auto_renew_set_on' : 'auto_renew_set_off'),
    quantity_scheduled: ({ quantity }) => say('quantity_scheduled', { count: count(quantity) }),
    renewal_scheduled: (details) =>
      say(
        details['quantity'] === undefined && details['offer'] === undefined
          ? 'renewal_unscheduled'
          : 'renewal_scheduled',
      ),
    fell_due: () => say('fell_due'),
  }
  return ({ name, details }) => sentences[name]?.(details) ?? name
}
