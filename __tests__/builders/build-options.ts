import type { BuildOptions } from '../../src/images/bake-definition.ts'

/** What the builds of a plan are asked for where the user asks for nothing. */
export const noBuildOptions: BuildOptions = {
  builder: undefined,
  args: {},
  contexts: {},
  secrets: [],
  cacheFrom: [],
  cacheTo: [],
  platforms: [],
}
