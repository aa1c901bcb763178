import { pushBaseImage } from './base-image.ts'
import { startDockerEngine } from './docker-engine.ts'
import { dockerEnvironment } from './docker-login.ts'
import {
  openPrefect,
  startPrefectServer,
  type PrefectAddress,
  type PrefectServer,
  type PrefectVersion,
} from './prefect-server.ts'
import { ensurePythonImage } from './python-base-image.ts'
import { openRegistry, startRegistry, type Registry, type RegistryAddress } from './registry.ts'

/** Where the services are, as plain data: for processes that did not start them. */
export interface ServicesAddress {
  /** For `DOCKER_HOST`; undefined where docker's own default leads to the engine. */
  readonly dockerHost: string | undefined
  readonly registry: RegistryAddress
  readonly prefect: PrefectAddress
  /** The image that stands in for Docker Hub's Python; undefined where that can be pulled. */
  readonly pythonStandIn: string | undefined
}

/** All that a deploy needs: where images are built, where they go, and Prefect. */
export interface Services {
  readonly registry: Registry
  readonly prefect: PrefectServer
  /** The action's inputs that name the services. */
  readonly inputs: Readonly<Record<string, string>>
  /** The variables by which docker finds the engine. */
  readonly env: Readonly<Record<string, string>>
  /** Builds the base image of a monorepo and pushes it. */
  readonly pushBaseImage: (context: string) => Promise<void>
}

/** Services that were started here, with a Prefect server for each release asked for. */
export interface StartedServices extends AsyncDisposable {
  readonly addresses: ReadonlyMap<PrefectVersion, ServicesAddress>
}

/** Starts a Docker engine, a registry and Prefect side by side. What has started is stopped where another fails to. */
export async function startServices(versions: readonly PrefectVersion[]): Promise<StartedServices> {
  const stack = new AsyncDisposableStack()
  const start = async <T extends AsyncDisposable>(service: Promise<T>) => stack.use(await service)
  const starting = [
    start(startDockerEngine()),
    start(startRegistry()),
    Promise.all(versions.map((version) => start(startPrefectServer({ version, authString })))),
  ] as const
  try {
    const [{ host: dockerHost }, { host, username, password }, servers] = await Promise.all(starting)
    const registry = { host, username, password }
    const pythonStandIn = await ensurePythonImage(dockerHost, registry)
    const addresses = versions.flatMap((version, index) => {
      const prefect = servers[index]
      return prefect ? [[version, { dockerHost, registry, prefect, pythonStandIn }] as const] : []
    })
    return { addresses: new Map(addresses), [Symbol.asyncDispose]: () => stack.disposeAsync() }
  } catch (error) {
    await Promise.allSettled(starting)
    await stack.disposeAsync()
    throw error
  }
}

/** What the Prefect servers ask for: `user:password`. */
const authString = 'admin:a prefect p@ssword'

/** Opens services that run. */
export function openServices({ dockerHost, registry, prefect, pythonStandIn }: ServicesAddress): Services {
  return {
    registry: openRegistry(registry),
    prefect: openPrefect(prefect),
    inputs: {
      registry: registry.host,
      'registry-username': registry.username,
      'registry-password': registry.password,
      'prefect-api-url': prefect.apiUrl,
      'prefect-api-auth-string': prefect.authString ?? '',
    },
    env: dockerEnvironment(dockerHost),
    pushBaseImage: (context) => pushBaseImage({ dockerHost, registry, context, pythonStandIn }),
  }
}
