import { lstat, mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { failure } from '../problem.ts'

/** The parts of docker's `config.json` that matter here. */
interface DockerConfig {
  auths?: Record<string, unknown>
  credsStore?: string
  credHelpers?: Record<string, string>
}

const validate = new Ajv().compile<DockerConfig>({
  type: 'object',
  properties: {
    auths: { type: 'object' },
    credsStore: { type: 'string' },
    credHelpers: { type: 'object', additionalProperties: { type: 'string' } },
  },
})

/**
 * Makes a docker configuration folder for this run alone, so that its login disturbs no other job on the machine.
 * The user's own logins, contexts, plugins and builders stay usable.
 * @param userFolder the configuration folder that docker would use otherwise.
 * @param parent where to make the folder.
 * @returns its path; only the current user can read it.
 */
export async function makeDockerConfig(options: {
  userFolder: string
  parent: string
  registry: string | undefined
}): Promise<string> {
  const { userFolder, parent, registry } = options
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(join(parent, 'docker-config-'))
  const config = withoutLogin(await readConfig(join(userFolder, 'config.json')), registry)
  await writeFile(join(folder, 'config.json'), JSON.stringify(config), { mode: 0o600 })
  for (const name of ['cli-plugins', 'contexts']) {
    const there = await lstat(join(userFolder, name)).catch(() => undefined)
    if (there) await symlink(join(userFolder, name), join(folder, name))
  }
  return folder
}

async function readConfig(path: string): Promise<DockerConfig> {
  const source = await readFile(path, 'utf8').catch(() => '{}')
  const data = parseJson(source)
  if (validate(data)) return data
  throw failure('docker-config-invalid', `${path} is not a docker configuration.`, {
    hint: 'Remove or correct the file on the runner.',
  })
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source)
  } catch {
    return undefined
  }
}

/**
 * The configuration without the user's login to `registry`. A credentials store would keep the new login beyond the
 * run, so it becomes a helper for just those registries that it already serves.
 */
function withoutLogin(config: DockerConfig, registry: string | undefined): DockerConfig {
  const { credsStore, ...rest } = config
  const isOther = (key: string) => registry === undefined || hostOf(key) !== hostOf(registry)
  const others = Object.keys(config.auths ?? {}).filter(isOther)
  const stored = credsStore === undefined ? [] : others.map((host) => [host, credsStore] as const)
  const helpers = { ...Object.fromEntries(stored), ...config.credHelpers }
  return {
    ...rest,
    auths: Object.fromEntries(others.map((host) => [host, config.auths?.[host]])),
    credHelpers: Object.fromEntries(Object.entries(helpers).filter(([host]) => isOther(host))),
  }
}

/** Docker files a login under a host or an address, and that to its own Hub under a name of old. */
function hostOf(key: string): string {
  const host = key.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
  return host === 'docker.io' ? 'index.docker.io' : host
}
