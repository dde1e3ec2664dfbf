import { type QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router'
import { Suspense, useEffect, useState } from 'react'
import type { PageRoute } from './page-route.js'
import { type Later, later } from './parts/later.js'
import { Loaded, Loading } from './parts/states.js'
import { PAGES } from './routes.js'
import { actFor } from './session/acting-for.js'
import { type Session, SessionProvider, useMay } from './session/session.js'
import { isSignedIn, onSignInChange } from './session/tokens.js'
import { FailedPage, MissingPage } from './shell/missing-page.js'
import { SignedInPage, SignInPage } from './shell/sign-in-page.js'
import { Themed } from './shell/theme.js'
import { call } from './wire/call.js'
import { newQueryClient, useRead } from './wire/read.js'

const Shell = later(async () => (await import('./shell/shell.js')).Shell)
const SignInAgain = later(async () => (await import('./shell/sign-in-again.js')).SignInAgain)

/** Loads code before the router shows what needs it, and only for who has signed in. */
const preloadFor = ({ preload }: Pick<Later<object>, 'preload'>) => ({
  preload: async () => void (isSignedIn() && (await preload())),
})

const SESSION_PATH = '/v1/portal/session'
/** How often the clock of a sandbox and one's own roles are looked at. */
const SESSION_MILLISECONDS = 60_000

/** Whether a page goes on after its sign-in had ended: it was the same person who signed in again. Others begin at home. */
async function goOn(client: QueryClient): Promise<boolean> {
  const before = client.getQueryData<Session>([SESSION_PATH, {}, {}])
  const after = await call<Session>({ path: SESSION_PATH }).catch(() => undefined)
  if (after === undefined) return false
  if (before !== undefined && after.user.id !== before.user.id) {
    actFor(undefined)
    location.assign('/portal/')
    return false
  }
  await client.invalidateQueries()
  return true
}

/** Pages for who has signed in; the way to do so for everybody else. */
function ForSignedIn() {
  const [standing, setStanding] = useState<'in' | 'out' | 'ended'>(isSignedIn() ? 'in' : 'out')
  const client = useQueryClient()
  const session = useRead<Session>(SESSION_PATH, { enabled: standing === 'in', every: SESSION_MILLISECONDS })
  useEffect(
    () =>
      onSignInChange((change) => {
        if (change === 'again') return void goOn(client).then((goes) => goes && setStanding('in'))
        setStanding(change)
        if (change === 'out') client.clear()
      }),
    [client],
  )
  if (standing === 'out' || (standing === 'ended' && session.data === undefined)) return <SignInPage />
  return (
    <Loaded read={session}>
      {(data) => (
        <SessionProvider session={data}>
          <Suspense fallback={<Loading />}>
            <Shell />
          </Suspense>
          <Suspense>{standing === 'ended' && <SignInAgain />}</Suspense>
        </SessionProvider>
      )}
    </Loaded>
  )
}

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: MissingPage, errorComponent: FailedPage })
const signedInRoute = createRoute({ getParentRoute: () => rootRoute, path: '/signed-in', component: SignedInPage })
const signInAgainRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./shell/sign-in-again.js'), 'SignInAgainPage'),
})
const simulateRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/simulate',
  component: lazyRouteComponent(() => import('./simulate/simulate-page.js'), 'SimulatePage'),
})
const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: Object.assign(ForSignedIn, preloadFor(Shell)),
  notFoundComponent: MissingPage,
})

function pageRoute({ path, load, needs }: PageRoute) {
  const LoadedPage = later(load)
  const Guarded = () => {
    const may = useMay()
    if (needs !== undefined && !may(needs)) return <MissingPage />
    return (
      <Suspense fallback={<Loading />}>
        <LoadedPage />
      </Suspense>
    )
  }
  const component = Object.assign(Guarded, preloadFor(LoadedPage))
  return createRoute({ getParentRoute: () => shellRoute, path, component, errorComponent: FailedPage })
}

const missingRoute = createRoute({ getParentRoute: () => shellRoute, path: '$', component: MissingPage })

const router = createRouter({
  routeTree: rootRoute.addChildren([
    signedInRoute,
    signInAgainRoute,
    simulateRoute,
    shellRoute.addChildren([...PAGES.map(pageRoute), missingRoute]),
  ]),
  basepath: '/portal',
  defaultPreload: 'intent',
  scrollRestoration: true,
})

const queryClient = newQueryClient()

export function App() {
  return (
    <Themed>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </Themed>
  )
}
