export const LONGEST_REDIRECT_URI = 500

/** What a program may name as the address to go back to, in words. */
export const REDIRECT_URI_RULE =
  'must be an https address, http on localhost, or a scheme like com.example.app:/, without #'

/** Whether a sign-in may lead back there: by TLS, to the machine itself, or to an app by a scheme of its own. */
export function isRedirectUri(value: string): boolean {
  if (value.length > LONGEST_REDIRECT_URI || !URL.canParse(value) || /[#\s]/.test(value)) return false
  const { protocol, hostname, username, password } = new URL(value)
  if (username !== '' || password !== '') return false
  if (protocol === 'https:') return true
  if (protocol === 'http:') return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
  return /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+:$/.test(protocol)
}
