/// What a fetch will bring: recipes compared with what the hub has, before anything is downloaded.
package voxcrate.bundler.plan;
