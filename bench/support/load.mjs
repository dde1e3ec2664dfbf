// Sends requests to a server in turn and prints how many a second were answered, and how long they took. Plain JavaScript,
// so that nothing is compiled while it measures.
//
// As fast as it goes: autocannon, a few connections that each wait for their answer. At a pace: one request each
// 1/pace seconds, whether or not earlier ones were answered; times run from the moment it was due, so that a server that
// falls behind is not flattered. (autocannon's own rates send the requests of a second as one burst at its beginning.)
import { readFileSync } from 'node:fs'
import { Agent, request as send } from 'node:http'
import autocannon from 'autocannon'

const { port, requests, pace, seconds, connections } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const result = pace === null || pace === undefined ? await flood() : await paced()
console.log(JSON.stringify(result))

async function flood() {
  const {
    requests: counted,
    latency,
    non2xx,
    errors,
    timeouts,
  } = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections,
    duration: seconds,
    requests: requests.map(({ path, token }) => ({ path, headers: { authorization: `Bearer ${token}` } })),
  })
  return { perSecond: counted.average, p50: latency.p50, p99: latency.p99, failed: non2xx + errors + timeouts }
}

async function paced() {
  const agent = new Agent({ keepAlive: true, maxSockets: 100 })
  const total = pace * seconds
  const began = performance.now()
  const times = []
  let failed = 0
  const answers = []
  for (let number = 0; number < total; number += 1) {
    const due = began + (number * 1000) / pace
    const wait = due - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    answers.push(
      ask(agent, requests[number % requests.length]).then((ok) => {
        if (ok) times.push(performance.now() - due)
        else failed += 1
      }),
    )
  }
  await Promise.all(answers)
  const took = (performance.now() - began) / 1000
  agent.destroy()
  times.sort((left, right) => left - right)
  const at = (share) => Number(times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1))
  return { perSecond: times.length / took, p50: at(0.5), p99: at(0.99), failed }
}

function ask(agent, { path, token }) {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${token}` }
    const sent = send({ host: '127.0.0.1', port, path, headers, agent }, (answer) => {
      answer.on('end', () => resolve(answer.statusCode === 200))
      answer.on('error', () => resolve(false))
      answer.resume()
    })
    sent.on('error', () => resolve(false))
    sent.end()
  })
}
