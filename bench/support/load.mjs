// Sends requests to a server in turn and prints how many a second were answered, and how long they took. Plain JavaScript,
// so that nothing is compiled while it measures.
import { readFileSync } from 'node:fs'
import autocannon from 'autocannon'

const { port, requests, pace, seconds, connections } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const result = await autocannon({
  url: `http://127.0.0.1:${port}`,
  connections,
  duration: seconds,
  requests: requests.map(({ path, token }) => ({ path, headers: { authorization: `Bearer ${token}` } })),
  ...(pace === null || pace === undefined ? {} : { overallRate: pace }),
})
console.log(
  JSON.stringify({
    perSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors + result.timeouts,
  }),
)
