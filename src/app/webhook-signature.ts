import { createHmac, createSign } from 'node:crypto'

/** The key that signs deliveries. */
export interface SigningMaterial {
  readonly keyId: string
  /** PKCS #8, PEM. */
  readonly privateKey: string
}

export interface SignatureOptions {
  readonly key: SigningMaterial
  /** Where receivers find the certificate of the key. */
  readonly certificateUrl: string
  /** Key of the HMAC, as it was shown at registration. */
  readonly secret: string
  /** Whether the RSA signature goes into `x-ms-signature`, for receivers that use `Authorization` themselves. */
  readonly inOwnHeader: boolean
  readonly unixSeconds: number
}

/**
 * The headers that prove where a body comes from: an RSA signature over it, for receivers of the original API, and
 * `prorata-signature`, an HMAC over time and body, for those who hold the secret. Both are over the bytes sent.
 */
export function signatureHeaders(body: string, options: SignatureOptions): Record<string, string> {
  const { key, secret, unixSeconds } = options
  const rsa = createSign('RSA-SHA256').update(body).sign(key.privateKey, 'base64')
  const hmac = createHmac('sha256', secret).update(`${unixSeconds}.${body}`).digest('hex')
  return {
    [options.inOwnHeader ? 'x-ms-signature' : 'Authorization']: `Signature ${rsa}`,
    'X-MS-Certificate-Url': options.certificateUrl,
    'X-MS-Signature-Algorithm': 'rsa-sha256',
    'prorata-signature': `t=${unixSeconds},v1=${hmac}`,
  }
}
