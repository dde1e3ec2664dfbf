import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useWrittenData } from '../format/data.js'
import { AppLink } from '../parts/link.js'
import { Fault } from '../wire/fault.js'
import { useLanguage } from '../words/words.js'
import type { Review } from './cart-content.js'
import { type Offer, skuKeyOf, titlesOf } from './offers.js'
import { isReasonWord, useReasonWords, useWayWords } from './refusal-words.js'

/** Why something cannot be bought: our word for it, what it is about, and the sentence of the server. */
export interface Reason {
  readonly word: string
  readonly data: Readonly<Record<string, string | number>>
  readonly sentence: string
}

type WayWord = Parameters<ReturnType<typeof useWayWords>>[0]

/** Data that are SKUs or segments, written as people say them. */
const SKUS: ReadonlySet<string> = new Set(['bases', 'needed', 'owned'])
const SEGMENTS = ['education', 'nonprofit', 'government', 'commercial'] as const

/** Gives the sentence for a reason in the language that is chosen; where we have none, that of the server. */
export function useReasonText(offers: readonly Offer[]): (reason: Reason) => string {
  const say = useReasonWords()
  const sayWay = useWayWords()
  const writtenData = useWrittenData()
  const language = useLanguage()
  const countries = new Intl.DisplayNames([language], { type: 'region' })
  const lists = new Intl.ListFormat(language, { type: 'disjunction' })
  const segmentName = (text: string) => {
    const known = SEGMENTS.find((segment) => segment === text)
    return known === undefined ? text : sayWay(known)
  }
  const written = (name: string, value: string | number) => {
    const text = String(value)
    if (SKUS.has(name) && text.includes(':')) return lists.format(titlesOf(offers, text))
    if (name === 'country' && /^[A-Z]{2}$/.test(text)) return countries.of(text) ?? text
    return name === 'segments' ? lists.format(text.split(', ').map(segmentName)) : writtenData(value)
  }
  return ({ word, data, sentence }) => {
    if (!isReasonWord(word)) return sentence
    const values = Object.entries(data).map(([name, value]): [string, string] => [name, written(name, value)])
    return say(word, Object.fromEntries(values))
  }
}

export function reasonOfFault({ word, data, message }: Fault): Reason {
  return { word, data, sentence: message }
}

/** Gives a refusal of the server with our sentence for it. */
export function useFaultInWords(offers: readonly Offer[]): (fault: Fault | null) => Fault | null {
  const text = useReasonText(offers)
  return (fault) => (fault === null ? null : new Fault(text(reasonOfFault(fault)), factsOf(fault)))
}

function factsOf({ status, code, word, data, details, retryAfter }: Fault) {
  return { status, code, word, data, details, ...(retryAfter === undefined ? {} : { retryAfter }) }
}

export function reasonOfOffer({ unavailable }: Offer): Reason | undefined {
  if (unavailable === undefined) return undefined
  return { word: unavailable.reason, data: unavailable.data, sentence: unavailable.description }
}

export function reasonOfLine(error: {
  readonly errorDescription: string
  readonly additionalInformation: Readonly<Record<string, string | number>>
}): Reason {
  const { refusal = '', ...data } = error.additionalInformation
  return { word: String(refusal), data, sentence: error.errorDescription }
}

/** Why a cart cannot be ordered at all; an agreement that is missing is told at the top of the page. */
export function reasonOfReview({ refusal }: Review): Reason | undefined {
  if (refusal === undefined || refusal.code === 'agreement-missing') return undefined
  return { word: refusal.code, data: refusal.data, sentence: refusal.description }
}

interface Way {
  readonly to: string
  readonly word: WayWord
  readonly tab?: string
}

/** Where a reason can be done away with. */
function wayOut({ word, data }: Reason, customerId: string): Way | undefined {
  const customer = `/customers/${customerId}`
  const ways: Readonly<Record<string, Way>> = {
    'account-past-due': { to: '/billing', word: 'toBilling' },
    'agreement-missing': { to: customer, tab: 'agreement', word: 'toAgreement' },
    'base-inactive': { to: customer, tab: 'subscriptions', word: 'toSubscriptions' },
    'cart-ordered': { to: customer, tab: 'orders', word: 'toOrders' },
    'concurrent-limit-reached': { to: customer, tab: 'subscriptions', word: 'toSubscriptions' },
    'credit-below-purchase': { to: '/billing', word: 'toBilling' },
    'credit-limit-reached': { to: '/billing', word: 'toBilling' },
    'lifetime-limit-reached': { to: customer, tab: 'subscriptions', word: 'toSubscriptions' },
    'offer-suspended': { to: `${customer}/subscriptions/${data['subscription']}`, word: 'toSubscription' },
    'partner-agreement-missing': { to: '/account', word: 'toPartnerProfile' },
    'program-restricted': { to: '/account', word: 'toPartnerProfile' },
    'segment-missing': { to: customer, tab: 'segments', word: 'toSegments' },
    'trial-of-owned-offer': { to: customer, tab: 'subscriptions', word: 'toSubscriptions' },
  }
  return ways[word]
}

/** Offers that have to be bought first, where there are such. */
function firstNeeded({ word, data }: Reason, offers: readonly Offer[]): readonly Offer[] {
  const names: Readonly<Record<string, string | number | undefined>> = {
    'add-on-base-missing': data['bases'],
    'prerequisite-missing': data['needed'],
  }
  const keys = String(names[word] ?? '').split(', ')
  return offers.filter((offer) => offer.isAvailable && keys.includes(skuKeyOf(offer)))
}

const useStyles = makeStyles({
  ways: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalM, alignItems: 'center' },
  way: { paddingLeft: 0, minWidth: 0, fontWeight: tokens.fontWeightRegular, color: tokens.colorBrandForegroundLink },
})

export interface WayOutProps {
  readonly reason: Reason
  readonly customerId: string
  readonly offers: readonly Offer[]
  /** Chooses an offer that has to be bought first. */
  readonly onChoose?: (offer: Offer) => void
}

/** Links and buttons that lead out of a reason; nothing where there is no way. */
export function WayOut({ reason, customerId, offers, onChoose }: WayOutProps) {
  const styles = useStyles()
  const say = useWayWords()
  const way = wayOut(reason, customerId)
  const first = onChoose === undefined ? [] : firstNeeded(reason, offers)
  if (way === undefined && first.length === 0) return null
  return (
    <span className={styles.ways}>
      {way !== undefined && (
        <AppLink to={way.to} {...(way.tab === undefined ? {} : { search: { tab: way.tab } })}>
          {say(way.word)}
        </AppLink>
      )}
      {first.map((offer) => (
        <Button
          key={offer.catalogItemId}
          size="small"
          appearance="transparent"
          className={styles.way}
          onClick={() => onChoose?.(offer)}
        >
          {say('chooseFirst', { offer: offer.title })}
        </Button>
      ))}
    </span>
  )
}
