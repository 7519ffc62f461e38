/// What `model.json` files say is installed.
package voxcrate.engine.models;
