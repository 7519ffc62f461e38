/// What has to stand beside JAAD's own classes.
@NullMarked
package net.sourceforge.jaad.aac;

import org.jspecify.annotations.NullMarked;
