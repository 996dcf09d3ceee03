//! What the numbers of a photo mean. Telephones and cameras write their own colours into a photo and say
//! in a profile which they are; the profile is not kept, so the numbers become those of sRGB, which every
//! screen takes numbers for that say nothing. A profile that does not read changes nothing.

use image::RgbImage;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// A picture of the colours that its profile says, in sRGB.
pub fn in_srgb(picture: RgbImage, profile: &[u8]) -> RgbImage {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else {
        return picture;
    };
    // What was printed in four inks or taken in grey has been made red, green and blue by its decoder.
    if profile.color_space != DataColorSpace::Rgb {
        return picture;
    }
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let Ok(transform) = profile.create_transform_8bit(Layout::Rgb, &srgb, Layout::Rgb, options)
    else {
        return picture;
    };
    let mut turned = RgbImage::new(picture.width(), picture.height());
    match transform.transform(picture.as_raw(), &mut turned) {
        Ok(()) => turned,
        Err(_) => picture,
    }
}
