import { fork } from 'node:child_process'

/**
 * Runs this program again in a process of its own and gives what it printed. Fails with its exit code where that is
 * none of `acceptable`. What it says on standard error is passed on. The database goes through the environment, because
 * everybody can read the parameters of a process and a URL may hold a password.
 */
export function runAgain(
  parameters: readonly string[],
  databaseUrl: string | undefined,
  acceptable: readonly number[] = [0],
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = fork(process.argv[1]!, [...parameters], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: databaseUrl === undefined ? process.env : { ...process.env, DATABASE_URL: databaseUrl },
    })
    let output = ''
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.once('error', reject)
    child.once('close', (code) => {
      if (code !== null && acceptable.includes(code)) resolve(output)
      else reject(new Error(`a worker process ended with exit code ${code ?? 'none (it was killed)'}`))
    })
  })
}
