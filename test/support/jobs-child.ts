// Jobs in a process of their own, so that a test can kill them. Says `ready` when they have started.
import { startJobs } from '../../src/jobs/main.js'
import { openDatabase } from '../../src/store/open-database.js'

const [location] = process.argv.slice(2)
const database = await openDatabase({ ...JSON.parse(location!), role: 'prorata_program', maxSessions: 4 })
const jobs = await startJobs(database, {
  publicUrl: 'https://api.example.net',
  webhooks: { allowHttp: true, allowPrivate: true, ports: [] },
  pollMilliseconds: 10,
  retryDelaySeconds: 0,
  expireSeconds: 1,
  maintenanceSeconds: 1,
  onError: (error) => console.error(error),
})
process.once('SIGTERM', async () => {
  await jobs.stop()
  await database.close()
  process.disconnect?.()
})
process.send?.('ready')
