import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { networkOf } from './client-network.js'

/** How many requests a minute may come; 0 for any number. Each process counts for itself. */
export interface RequestLimits {
  /** Of one account, whichever customers they are about: a caller chooses what it names, but not whose token it has. */
  readonly perAccount: number
  /** Of one address: requests without a token, and those whose token is refused. */
  readonly perAddress: number
}

export const DEFAULT_LIMITS: RequestLimits = { perAccount: 3_000, perAddress: 300 }

/** Counts requests; gives the seconds to wait where there are too many. */
export interface Limiter {
  /** Counts a request of an account. */
  account(request: FastifyRequest, accountId: string): Promise<number | undefined>
  /** Counts a request of an address. */
  address(request: FastifyRequest): Promise<number | undefined>
  /** Like `address`, without counting. */
  peekAddress(request: FastifyRequest): Promise<number | undefined>
}

/** Accounts and addresses that are counted, each in a memory of its own: no caller can fill that of the accounts. */
const MOST_COUNTED = 100_000

/** Counting by Fastify's limiter, called by hand because the account is known only after authentication. */
export async function limiterOf(server: FastifyInstance, limits: RequestLimits): Promise<Limiter> {
  await server.register(rateLimit, { global: false })
  const keys = new WeakMap<FastifyRequest, string>()
  const keyGenerator = (request: FastifyRequest) => keys.get(request)!
  const counter = (max: number) =>
    max === 0
      ? undefined
      : server.createRateLimit({ max, timeWindow: '1 minute', cache: MOST_COUNTED, keyGenerator } as object)
  const accounts = counter(limits.perAccount)
  const addresses = counter(limits.perAddress)
  const check = async (count: typeof accounts, request: FastifyRequest, key: string, increment: boolean) => {
    if (count === undefined) return undefined
    keys.set(request, key)
    const result = await count(request, { increment })
    return !result.isAllowed && result.isExceeded ? Math.max(1, result.ttlInSeconds) : undefined
  }
  return {
    account: (request, accountId) => check(accounts, request, accountId, true),
    address: (request) => check(addresses, request, networkOf(request.ip), true),
    peekAddress: (request) => check(addresses, request, networkOf(request.ip), false),
  }
}
