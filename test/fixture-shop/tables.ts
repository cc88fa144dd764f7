/** The tables of the views, as a migration would create them. */
export const tables: readonly string[] = [
  `create table book_view (
    isbn text collate "C" primary key, version integer not null, title text not null, copies integer not null)`,
  `create table shelf_history (
    number text collate "C", version integer, label text not null, primary key (number, version))`,
];
