import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** What Prometheus reads: how long each endpoint took, by status, and how the process fares. */
export interface Metrics {
  observe(endpointId: string, status: number, milliseconds: number): void
  /** In Prometheus's text format. */
  text(): Promise<string>
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

export function makeMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: 'prorata_http_request_duration_seconds',
    help: 'Time from the request to its answer, by endpoint of the API and status.',
    labelNames: ['endpoint', 'status'],
    buckets: SECONDS,
    registers: [registry],
  })
  return {
    observe: (endpoint, status, milliseconds) => durations.observe({ endpoint, status }, milliseconds / 1_000),
    text: () => registry.metrics(),
  }
}
