import type { ComponentType } from 'react'
import type { Capability } from '../core/access/permission.js'

/** A page of the portal, whose code is loaded when it is first opened. */
export interface PageRoute {
  /** With parameters as `$customerId`. */
  readonly path: string
  readonly load: () => Promise<ComponentType>
  /** What who opens it must be allowed to do; left out, it is for everybody who has signed in. */
  readonly needs?: Capability
}
