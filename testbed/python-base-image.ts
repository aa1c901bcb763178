import { cp, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { cacheFolder } from './cache-folder.ts'
import { withDockerLogin } from './docker-login.ts'
import type { RegistryAddress } from './registry.ts'

/** The image that the example's base image starts from. */
export const pythonImage = 'python:3.13-slim-bookworm'

/**
 * Where Docker Hub can't be reached: makes a stand-in for the Python image from Debian 13's packages, and pushes it.
 * @returns the stand-in's reference, or undefined where the real image can be pulled.
 */
export async function ensurePythonImage(
  dockerHost: string | undefined,
  registry: RegistryAddress,
): Promise<string | undefined> {
  return await withDockerLogin({ dockerHost, registry }, async (env) => {
    const docker = (args: readonly string[]) => execa('docker', args, { env })
    const reference = `${registry.host}/stand-in/${pythonImage}`
    const local = 'stand-in/python:3.13-trixie'
    const isThere = async (image: string) => {
      const { exitCode } = await execa('docker', ['image', 'inspect', image], { env, reject: false })
      return exitCode === 0
    }
    // A stand-in is only made where the image can't be pulled, and an attempt takes long to fail.
    if (!(await isThere(local))) {
      if ((await isThere(pythonImage)) || (await canPull(env))) return undefined
      const settings = ['ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt', 'CMD ["python3"]']
      const changes = settings.flatMap((change) => ['--change', change])
      await docker(['import', ...changes, await makeRootFilesystem(), local])
    }
    await docker(['tag', local, reference])
    await docker(['push', '--quiet', reference])
    return reference
  })
}

async function canPull(env: Readonly<Record<string, string>>): Promise<boolean> {
  const { exitCode } = await execa('docker', ['pull', '--quiet', pythonImage], {
    env,
    reject: false,
    timeout: 120_000,
  })
  return exitCode === 0
}

const superfluous = [
  ...['var/cache/apt', 'var/cache/debconf', 'var/lib/apt/lists', 'var/log'],
  ...['doc', 'info', 'locale', 'man'].map((name) => `usr/share/${name}`),
]

/** A Debian 13 with Python 3.13 in a tar file, with this machine's certificates and package index. */
async function makeRootFilesystem(): Promise<string> {
  const archive = join(cacheFolder, 'python-3.13-trixie.tar')
  if (await exists(archive)) return archive
  const folder = await mkdtemp(join(tmpdir(), 'rootfs-'))
  try {
    const packages = 'python3,python3-venv,python3-pip,ca-certificates'
    const mirror = await findMirror()
    await execa('debootstrap', ['--variant=minbase', `--include=${packages}`, 'trixie', folder, mirror])
    await execa('ln', ['-sf', 'python3', join(folder, 'usr/bin/python')])
    // The official image's Python is nobody's but its own, so pip may install into it.
    await execa('sh', ['-c', 'rm -f "$1"/usr/lib/python3*/EXTERNALLY-MANAGED', 'sh', folder])
    // Every registry that a test starts gets the image anew, so its size counts.
    for (const path of superfluous) await rm(join(folder, path), { recursive: true, force: true })
    await copyHostSettings(folder)
    await mkdir(cacheFolder, { recursive: true })
    await execa('tar', ['--create', '--file', `${archive}.new`, '--directory', folder, '.'])
    await rename(`${archive}.new`, archive)
    return archive
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What lets this machine reach its package index has to be inside of builds too. */
async function copyHostSettings(folder: string): Promise<void> {
  const bundle = '/etc/ssl/certs/ca-certificates.crt'
  await cp(bundle, join(folder, bundle), { dereference: true })
  for (const path of ['/etc/pip.conf', '/etc/uv/uv.toml']) {
    if (await exists(path)) await cp(path, join(folder, path), { recursive: true })
  }
  await writeFile(join(folder, 'etc/resolv.conf'), await readFile('/etc/resolv.conf'))
}

async function findMirror(): Promise<string> {
  const { stdout } = await execa('sh', [
    '-c',
    'cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null || true',
  ])
  const mirror = /^(?:URIs: *|deb .*?)(http\S*\/debian)\/*(?:\s|$)/m.exec(stdout)?.[1]
  if (mirror === undefined) throw new Error("There is no Debian mirror among this machine's apt sources.")
  return mirror
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  )
}
