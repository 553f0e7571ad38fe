/** What the list of a browser's conversations knows of one. Times in ISO 8601. */
export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly created: string;
  readonly updated: string;
}
