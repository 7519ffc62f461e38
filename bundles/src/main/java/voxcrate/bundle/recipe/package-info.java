/// What a kind of bundle contains, as data: repositories of the hub at pinned commits, their gates,
/// licences and files.
package voxcrate.bundle.recipe;
