package voxcrate.bundle.trust;

import java.util.ArrayList;
import java.util.List;

/// A word for each value of a byte, so that a fingerprint can be read out on the telephone: 32
/// words say all of it, nothing is left out.
///
/// The words are our own choice: four to eight letters, in the order of the alphabet, any two
/// of them at least two letters apart. The list is part of what people compare, so it never
/// changes.
final class PhoneWords {
  private static final List<String> WORDS =
      List.of(
          """
          acorn album alpine amber anchor apple april arctic
          armor arrow atlas autumn badge bamboo banana banjo
          barrel basket beacon beaver beetle bishop blanket blossom
          bonus border bottle bridge bronze bubble bucket button
          cactus candle canyon carbon carpet castle cedar cherry
          chess cinema circle citrus clover cobalt coffee comet
          copper coral cotton cousin coyote cradle crater cricket
          crystal cuckoo curtain daisy dancer delta denim desert
          diamond dinner dolphin domino dragon drawer eagle echo
          eclipse elbow empire engine fabric falcon family feather
          fiddle filter flamingo flute forest fossil fountain galaxy
          garden garlic gazelle giraffe glacier globe gondola gravel
          guitar hammer harbor harvest helmet herald honey hornet
          hotel hunter iceberg igloo indigo insect iris island
          ivory jacket jaguar jasmine jelly jewel jigsaw judge
          jungle kayak kernel kettle kitten koala ladder lagoon
          lantern lemon leopard lilac lizard lobster lotus magnet
          mango maple marble market meadow medal mentor meteor
          mirror monkey mosaic muffin museum nectar needle nickel
          ninja noodle novel nutmeg oasis ocean olive onion
          opera orbit orchid otter oxygen oyster palace panda
          paper parrot pastry peanut pencil pepper piano picnic
          pigeon pillow pilot planet polar poppy prairie prism
          pulley pumpkin puzzle pyramid quartz quiver rabbit raisin
          recipe ribbon river robin rocket rodeo rooster ruby
          saddle saffron salmon satin saturn scarf scooter shadow
          shamrock shovel signal silver sketch slipper sparrow spinach
          sponge squirrel statue summit sunset syrup teapot temple
          thistle thunder tiger tomato topaz tractor trumpet tulip
          tunnel turkey turtle umbrella unicorn valley vanilla velvet
          violin volcano voyage waffle walnut walrus whisper window
          winter yacht yellow yogurt zebra zenith zigzag zipper
          """
              .strip()
              .split("\\s+"));

  private PhoneWords() {}

  /// One word a byte, in order.
  static List<String> of(byte[] bytes) {
    var words = new ArrayList<String>(bytes.length);
    for (byte value : bytes) {
      words.add(WORDS.get(Byte.toUnsignedInt(value)));
    }
    return words;
  }
}
