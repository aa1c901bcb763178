import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hash } from 'bcryptjs'
import { stringify } from 'yaml'
import { answers, findFreePort, startService, type Service } from './service.ts'

/** Where a registry is, and the password that it asks for. */
export interface RegistryAddress {
  /** Such as `localhost:5000`. */
  readonly host: string
  readonly username: string
  readonly password: string
}

/** A registry that asks for a password. */
export interface Registry extends RegistryAddress {
  /** The tags of a repository; empty where there is no such repository. */
  readonly listTags: (repository: string) => Promise<string[]>
  /** The digest of a tag's manifest; undefined where there is no such tag. */
  readonly findDigest: (repository: string, tag: string) => Promise<string | undefined>
  /** The platforms of a tag's images, such as `linux/amd64`; empty where the tag is no list. */
  readonly listPlatforms: (repository: string, tag: string) => Promise<string[]>
}

/** Starts Debian's docker-registry with storage of its own. */
export async function startRegistry({ username = 'pusher', password = 'a registry p@ssword' } = {}): Promise<
  Registry & Service
> {
  const folder = await mkdtemp(join(tmpdir(), 'registry-'))
  const port = await findFreePort()
  await writeFile(join(folder, 'htpasswd'), `${username}:${await hash(password, 4)}\n`)
  const config = {
    version: 0.1,
    log: { level: 'warn' },
    storage: { filesystem: { rootdirectory: join(folder, 'storage') } },
    http: { addr: `127.0.0.1:${port}` },
    auth: { htpasswd: { realm: 'testbed', path: join(folder, 'htpasswd') } },
  }
  await writeFile(join(folder, 'config.yml'), stringify(config))
  const url = `http://127.0.0.1:${port}/v2/`
  const service = await startService('docker-registry', ['serve', join(folder, 'config.yml')], {
    isReady: () => answers(url),
    timeoutMs: 30_000,
  })
  const stop = async () => {
    try {
      await service.stop()
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  return {
    ...openRegistry({ host: `localhost:${port}`, username, password }),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

/** Opens a registry that runs. */
export function openRegistry(address: RegistryAddress): Registry {
  const { host, username, password } = address
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const accept = [
    'application/vnd.oci.image.index.v1+json',
    'application/vnd.oci.image.manifest.v1+json',
    'application/vnd.docker.distribution.manifest.list.v2+json',
    'application/vnd.docker.distribution.manifest.v2+json',
  ].join(', ')
  const get = (path: string) => fetch(`http://${host}/v2/${path}`, { headers: { authorization, accept } })
  return {
    ...address,
    listTags: async (repository) => {
      const response = await get(`${repository}/tags/list`)
      const { tags } = (await response.json()) as { tags?: string[] | null }
      return tags ?? []
    },
    findDigest: async (repository, tag) => {
      const response = await get(`${repository}/manifests/${tag}`)
      return response.headers.get('docker-content-digest') ?? undefined
    },
    listPlatforms: async (repository, tag) => {
      const response = await get(`${repository}/manifests/${tag}`)
      const { manifests = [] } = (await response.json()) as {
        manifests?: { platform: { os: string; architecture: string } }[]
      }
      return manifests.map(({ platform: { os, architecture } }) => `${os}/${architecture}`)
    },
  }
}
