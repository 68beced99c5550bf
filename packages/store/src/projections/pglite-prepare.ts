/** Run by the build, in a process of its own: the memory that a first initialisation takes goes back with it. */
import { PREPARED_CLUSTER, prepareCluster } from './prepared-cluster.ts'

await prepareCluster(PREPARED_CLUSTER)
