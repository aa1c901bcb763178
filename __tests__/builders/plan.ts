import type { ImageRecipe, Plan, PlannedDeployment, PlannedImage } from '../../src/plan/plan.ts'

/** A recipe for an image whose Dockerfile is in the pipeline's folder. */
export function aRecipe(overrides: Partial<ImageRecipe> = {}): ImageRecipe {
  return {
    context: '.',
    dockerfile: 'pipelines/revenue/Dockerfile',
    args: {},
    labels: {},
    target: undefined,
    platforms: [],
    noCache: false,
    pull: false,
    network: undefined,
    ...overrides,
  }
}

/** An image to build; its reference follows from its name and tag. */
export function anImage(overrides: Partial<PlannedImage> = {}): PlannedImage {
  const { name = 'ghcr.io/city/pipelines', tag = 'revenue-1' } = overrides
  return {
    reference: `${name}:${tag}`,
    name,
    tag,
    additionalTags: [],
    pipelines: ['revenue'],
    recipe: aRecipe(),
    location: { path: 'pipelines/revenue/prefect.yaml', line: 5, column: 5 },
    ...overrides,
  }
}

/** A deployment to register. */
export function aPlannedDeployment(overrides: Partial<PlannedDeployment> = {}): PlannedDeployment {
  const location = { path: 'pipelines/revenue/prefect.yaml', line: 11, column: 11 }
  return {
    pipeline: 'revenue',
    name: 'revenue--prod',
    index: 0,
    entrypoint: 'pipelines/revenue/flow.py:revenue',
    workPool: 'pool',
    image: 'ghcr.io/city/pipelines:revenue-1',
    buildsImage: true,
    values: {},
    settings: {},
    location,
    workPoolLocation: location,
    ...overrides,
  }
}

/** A plan with one pipeline, its image and its deployment. */
export function aPlan(overrides: Partial<Plan> = {}): Plan {
  return {
    environment: 'prod',
    reason: 'All pipelines were asked for.',
    pipelines: ['revenue'],
    images: [anImage()],
    deployments: [aPlannedDeployment()],
    removed: [],
    elsewhere: [],
    problems: [],
    ...overrides,
  }
}
