import { type ComponentType, use } from 'react'

export type Later<Props> = ComponentType<Props> & { readonly preload: () => Promise<void> }

/**
 * A component whose code is loaded when it is first shown, or before that by `preload`. Once the code is there, it is shown
 * at once; React's own `lazy` waits a moment even then, and whatever has waited is held back for 300 ms.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): Later<Props> {
  let loaded: ComponentType<Props> | undefined
  let loading: Promise<void> | undefined
  const preload = () => {
    loading ??= load().then(
      (component) => {
        loaded = component
      },
      (error: unknown) => {
        loading = undefined
        throw error
      },
    )
    return loading
  }
  function WhenLoaded(props: Props) {
    if (loaded === undefined) use(preload())
    const Part = loaded!
    return <Part {...props} />
  }
  return Object.assign(WhenLoaded, { preload })
}
