/** A link of the contract: relative to the versioned root, without `/v1`, valid as a URI. */
export interface Link {
  readonly uri: string
  readonly method: string
  readonly headers: readonly { readonly key: string; readonly value: string }[]
}

/** A link; what does not belong into a URI is encoded. */
export function link(uri: string, method = 'GET', headers: Link['headers'] = []): Link {
  return { uri: encodeUri(uri), method, headers }
}

/** `{ self: link }`, which most resources have. */
export function selfLink(uri: string): { readonly self: Link } {
  return { self: link(uri) }
}

// Nearly every link is like this, and lists have thousands of them.
const NOTHING_TO_ENCODE = /^[\w\-./?=&:,;+@~]*$/

function encodeUri(uri: string): string {
  if (NOTHING_TO_ENCODE.test(uri)) return uri
  return encodeURI(uri)
    .replaceAll('%25', '%')
    .replace(/["'<>\\^`{}|]/g, (character) => encodeURIComponent(character))
}

/** `attributes` of a resource. */
export function attributes(objectType: string, etag?: string): { readonly objectType: string; readonly etag?: string } {
  return etag === undefined ? { objectType } : { etag, objectType }
}
