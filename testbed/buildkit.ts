import { cp, mkdir, mkdtemp, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { cacheFolder } from './cache-folder.ts'
import { dockerEnvironment } from './docker-login.ts'
import { findFreePort, startService, type Service } from './service.ts'

/** A release that Go 1.22 and later can build, the oldest that bootstrap leaves on a machine. */
const version = 'v0.20.2'

/** Nothing listens on this port, so buildx's attempt to pull the image fails at once and it takes the local one. */
const imageName = `localhost:1/testbed/buildkit:${version}`

/** A BuildKit daemon outside of Docker. */
export interface RemoteBuildkit extends Service {
  /** For `docker buildx create --driver remote ENDPOINT`. */
  readonly endpoint: string
}

/** Starts a BuildKit daemon for buildx's `remote` driver. It pushes to registries on localhost by plain HTTP. */
export async function startRemoteBuildkit(): Promise<RemoteBuildkit> {
  const [binaries, folder, port] = await Promise.all([
    ensureBuildkit(),
    mkdtemp(join(tmpdir(), 'buildkit-')),
    findFreePort(),
  ])
  const endpoint = `tcp://127.0.0.1:${port}`
  const isReady = async () => {
    const { exitCode } = await execa(
      join(binaries, 'buildctl'),
      ['--addr', endpoint, '--timeout', '2', 'debug', 'workers'],
      { reject: false },
    )
    return exitCode === 0
  }
  const service = await startService(
    join(binaries, 'buildkitd'),
    [
      ...['--addr', endpoint, '--root', join(folder, 'root'), '--config', '/dev/null'],
      // Without the second, an engine's containerd would be asked as well.
      ...['--oci-worker=true', '--containerd-worker=false', '--oci-worker-net=host'],
    ],
    { isReady, timeoutMs: 60_000 },
  )
  const stop = async () => {
    try {
      await service.stop()
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  return { endpoint, stop, [Symbol.asyncDispose]: stop }
}

/**
 * Gives the engine an image with BuildKit in it, made from the same binaries.
 * @returns the reference for `docker buildx create --driver docker-container --driver-opt image=...,network=host`.
 */
export async function ensureBuildkitImage(dockerHost: string | undefined): Promise<string> {
  const env = dockerEnvironment(dockerHost)
  const known = await execa('docker', ['image', 'inspect', imageName], { env, reject: false })
  if (known.exitCode === 0) return imageName
  const binaries = await ensureBuildkit()
  const folder = await mkdtemp(join(tmpdir(), 'buildkit-image-'))
  try {
    await makeRootFilesystem(folder, binaries)
    const changes = ['ENTRYPOINT ["buildkitd"]', 'ENV PATH=/usr/bin', 'VOLUME /var/lib/buildkit']
    await execa(
      'sh',
      [
        ...['-c', 'folder=$1; shift; tar --create --directory "$folder" . | docker import "$@"', 'sh'],
        ...[folder, ...changes.flatMap((change) => ['--change', change]), '-', imageName],
      ],
      { env },
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return imageName
}

/** The daemon, its client (buildx talks through it), runc with its libraries, and this machine's certificates. */
async function makeRootFilesystem(folder: string, binaries: string): Promise<void> {
  const runc = await findProgram('runc')
  const { stdout } = await execa('ldd', [runc], { reject: false })
  const libraries = [...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => path)
  const files = [
    ...['buildkitd', 'buildctl'].map((name) => [join(binaries, name), `usr/bin/${name}`]),
    [runc, 'usr/bin/runc'],
    ...libraries.map((path) => [path, path.replace(/^\/(?:usr\/)?/, 'usr/')]),
    ['/etc/ssl/certs/ca-certificates.crt', 'etc/ssl/certs/ca-certificates.crt'],
  ] as [string, string][]
  for (const [from, to] of files) {
    await mkdir(dirname(join(folder, to)), { recursive: true })
    await cp(from, join(folder, to), { dereference: true })
  }
  for (const name of ['tmp', 'etc/buildkit', 'var/lib/buildkit']) {
    await mkdir(join(folder, name), { recursive: true })
  }
  for (const name of ['lib', 'lib64', 'bin', 'sbin']) {
    await mkdir(join(folder, 'usr', name), { recursive: true })
    await symlink(`usr/${name}`, join(folder, name))
  }
}

/** Builds BuildKit with Go, once; gives the folder with `buildkitd` and `buildctl`. */
async function ensureBuildkit(): Promise<string> {
  const folder = join(cacheFolder, `buildkit-${version}`)
  const known = await stat(join(folder, 'complete')).catch(() => undefined)
  if (known) return folder
  await mkdir(cacheFolder, { recursive: true })
  const work = await mkdtemp(join(cacheFolder, 'buildkit-build-'))
  try {
    const packages = ['buildkitd', 'buildctl'].map((name) => `github.com/moby/buildkit/cmd/${name}`)
    const go = (...args: string[]) =>
      execa('go', args, {
        cwd: work,
        env: {
          ...{ GOBIN: join(work, 'bin'), GOMODCACHE: join(work, 'modules'), GOCACHE: join(work, 'cache') },
          // -modcacherw: so that the modules can be removed again.
          ...{ CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOFLAGS: '-modcacherw' },
        },
      })
    // `go install PROGRAM@VERSION` refuses a module that excludes others, as BuildKit does; a module of our own may use it.
    await go('mod', 'init', 'testbed')
    await go('get', ...packages.map((name) => `${name}@${version}`))
    const flags = `-s -w -X github.com/moby/buildkit/version.Version=${version}`
    await go('install', '-trimpath', `-ldflags=${flags}`, ...packages)
    await writeFile(join(work, 'bin', 'complete'), '')
    await rm(folder, { recursive: true, force: true })
    await rename(join(work, 'bin'), folder)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return folder
}

async function findProgram(name: string): Promise<string> {
  const { stdout } = await execa('sh', ['-c', `command -v ${name}`])
  return stdout.trim()
}
