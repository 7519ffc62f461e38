/// What has to stand beside JOrbis's own classes, or in their place.
@NullMarked
package com.jcraft.jorbis;

import org.jspecify.annotations.NullMarked;
