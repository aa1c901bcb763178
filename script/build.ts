/**
 * Bundles src/ into dist/, which is what a workflow runs, and npx. `--check` builds elsewhere and fails if dist/ is not the same.
 */
import { chmod, copyFile, glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, type Metafile } from 'esbuild'

const root = join(import.meta.dirname, '..')

async function bundle(outdir: string): Promise<void> {
  await rm(outdir, { recursive: true, force: true })
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { main: 'src/main.ts', post: 'src/post.ts', check: 'src/check.ts' },
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    splitting: true,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunk-[hash]',
    legalComments: 'none',
    charset: 'utf8',
    metafile: true,
    // Bundled CommonJS modules call require, which a module has not.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'\nconst require = __createRequire(import.meta.url)",
    },
  })
  // npm and npx start it as a program.
  await chmod(join(outdir, 'check.mjs'), 0o755)
  await copyFile(join(root, 'src/prefect/register.py'), join(outdir, 'register.py'))
  await writeFile(join(outdir, 'licenses.txt'), await collectLicenses(metafile))
}

/** The licences of all packages of which something is in the bundle. */
async function collectLicenses({ inputs }: Metafile): Promise<string> {
  const folders = Object.keys(inputs).flatMap(
    (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
  )
  const texts = [...new Set(folders)].sort().map(async (folder) => {
    const { name, version, license } = JSON.parse(
      await readFile(join(root, folder, 'package.json'), 'utf8'),
    ) as Record<'name' | 'version' | 'license', string>
    const files = await Array.fromAsync(glob('{LICENSE,LICENCE,license}*', { cwd: join(root, folder) }))
    const [file] = files.sort()
    const text = file === undefined ? '' : await readFile(join(root, folder, file), 'utf8')
    return `${name} ${version} (${license})\n\n${text.trim()}\n`
  })
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`)
}

async function readFolder(folder: string): Promise<Map<string, string>> {
  const names = (await Array.fromAsync(glob('**/*', { cwd: folder }))).sort()
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  )
}

if (process.argv.includes('--check')) {
  const fresh = await mkdtemp(join(tmpdir(), 'dist-'))
  try {
    await bundle(fresh)
    const [wanted, found] = await Promise.all([readFolder(fresh), readFolder(join(root, 'dist'))])
    const stale = [...new Set([...wanted.keys(), ...found.keys()])].filter(
      (name) => wanted.get(name) !== found.get(name),
    )
    if (stale.length > 0) {
      console.error(`dist/ is stale (${stale.join(', ')}). Run "npm run build" and commit dist/.`)
      process.exitCode = 1
    }
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
} else {
  await bundle(join(root, 'dist'))
}
