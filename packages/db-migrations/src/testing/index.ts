export { type CatalogLine, readCatalog } from '../catalog.ts'
export { createTestDatabase, type TestDatabase } from './test-database.ts'
