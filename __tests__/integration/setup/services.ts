import type { PrefectVersion } from '../../../testbed/prefect-server.ts'
import { openServices, type Services, type ServicesAddress } from '../../../testbed/services.ts'

const variable = 'INTEGRATION_SERVICES'

/** Hands the services' addresses on to the processes that run the tests. */
export function remember(addresses: ReadonlyMap<PrefectVersion, ServicesAddress>): void {
  process.env[variable] = JSON.stringify(Object.fromEntries(addresses))
}

/** The services that run for all integration tests, with the Prefect server of a release. */
export function services(version: PrefectVersion): Services {
  const addresses = JSON.parse(process.env[variable] ?? '{}') as Partial<
    Record<PrefectVersion, ServicesAddress>
  >
  const address = addresses[version]
  if (address === undefined) throw new Error(`the services for Prefect ${version} were not started`)
  return openServices(address)
}
