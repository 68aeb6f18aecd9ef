<?php
// A small Integrated Care Board's site, entered with the functions that WordPress' own screens call.
define('WP_INSTALLING', true);
function wp_new_blog_notification(): void {
    // Nobody is written to.
}
require __DIR__ . '/start.php';

wp_install('NHS Westmarch Integrated Care Board', 'editor', 'editor@westmarch.example', true, '', 'not-a-secret', 'en_GB');
switch_theme('twentytwentyone');
update_option('blogdescription', 'Health and care in Westmarch');
update_option('timezone_string', 'Europe/London');
update_option('date_format', 'j F Y');
$GLOBALS['wp_rewrite']->init();
$GLOBALS['wp_rewrite']->set_permalink_structure('/%postname%/');

// What a new WordPress holds: a sample page, a draft policy and "Hello world!".
foreach (get_posts(['post_type' => ['page', 'post'], 'post_status' => 'any', 'numberposts' => -1]) as $sample) {
    wp_delete_post($sample->ID, true);
}

function upload(string $file): int {
    $upload = wp_upload_bits($file, null, file_get_contents(getenv('WORDPRESS_UPLOADS') . "/$file"), '2026/09');
    $title = pathinfo($file, PATHINFO_FILENAME);
    $values = ['post_mime_type' => 'application/pdf', 'post_title' => $title, 'post_status' => 'inherit'];
    return stop_on_error(wp_insert_attachment($values, $upload['file'], 0, true));
}

$about = page('about-us', 'About us',
    paragraph('NHS Westmarch Integrated Care Board plans and buys health services for 612,000 people in Westmarch.')
    . items([
        '<a href="/about-us/our-integrated-care-partnership/">Our integrated care partnership</a>',
        '<a href="/about-us/our-board/">Our board</a>',
    ]));

$icp = page('our-integrated-care-partnership', 'Our integrated care partnership',
    paragraph('Westmarch Integrated Care Partnership (ICP) is a statutory joint committee of NHS Westmarch Integrated Care '
        . 'Board and Westmarch County Council, established under section 116ZA of the Local Government and Public '
        . 'Involvement in Health Act 2007, as inserted by the Health and Care Act 2022.')
    . paragraph('It brings together equal partners to prepare an integrated care strategy for the wider determinants of health.')
    . paragraph('The partnership is chaired by Councillor Margaret Oyelaran, Leader of Westmarch County Council.')
    . heading('Members')
    . table(['Name', 'Role', 'Organisation'], [
        ['Councillor Margaret Oyelaran', 'Chair', 'Westmarch County Council'],
        ['Dr Alan Firth', 'Vice chair', 'NHS Westmarch Integrated Care Board'],
        ['Priya Raman', 'Member', 'Healthwatch Westmarch'],
        ['Tom Ashdown', 'Member', 'Westmarch Voluntary Sector Alliance'],
        ['Superintendent Joan Pike', 'Member', 'Westmarch Police'],
    ])
    . heading('More about the partnership')
    . items([
        '<a href="/about-us/our-integrated-care-partnership/meetings/">Partnership meetings</a>',
        '<a href="/about-us/our-integrated-care-partnership/papers/">Partnership papers</a>',
        '<a href="/integrated-care-strategy/">Integrated care strategy</a>',
        '<a href="/partnership-citizens-forum/">Integrated care partnership citizens’ forum</a>',
    ]), $about);

page('meetings', 'Partnership meetings',
    paragraph('Meetings of the Westmarch Integrated Care Partnership are held in public at County Hall, Westmarch.')
    . table(['Date', 'Time', 'Place'], [
        ['Thursday 14 January 2027', '2pm', 'County Hall, Westmarch'],
        ['Thursday 11 March 2027', '2pm', 'County Hall, Westmarch'],
        ['Thursday 13 May 2027', '2pm', 'County Hall, Westmarch'],
    ]), $icp);

$agenda = upload('icp-agenda-september-2026.pdf');
page('papers', 'Partnership papers',
    paragraph('Agendas and minutes of the Westmarch Integrated Care Partnership.')
    . document($agenda, 'Integrated Care Partnership agenda, 10 September 2026'), $icp);

$strategy = page('integrated-care-strategy', 'Integrated care strategy',
    paragraph('The integrated care strategy of the Westmarch Integrated Care Partnership, 2023 to 2028, says how partners '
        . 'will meet the needs that were assessed in the joint strategic needs assessment.')
    . items(['Children who start well', 'Good work and warm homes', 'Care close to home']));

page('partnership-citizens-forum', 'Integrated care partnership citizens’ forum',
    paragraph('The citizens’ forum of the Westmarch Integrated Care Partnership meets four times a year. Anyone who lives '
        . 'in Westmarch can join and have their say on the integrated care strategy.'));

$board = page('our-board', 'Our board',
    paragraph('The board of NHS Westmarch Integrated Care Board meets in public. Its constitution, standing orders and '
        . 'standing financial instructions are in the governance handbook.')
    . items(['Sir Ian Lowell, Chair of the board', 'Ruth Adeyemi, chief executive', 'Two non-executive members']), $about);

$contact = page('contact-us', 'Contact us', paragraph('Write to <a href="mailto:enquiries@westmarch.example">'
    . 'enquiries@westmarch.example</a> or telephone 01632 960 001.'));

news('Flu vaccinations begin', 'Book your flu vaccination at a pharmacy near you.', '2026-09-07 09:00:00');
news('New surgery opens in Eastbeck', 'The new surgery has twelve consulting rooms.', '2026-09-21 09:00:00');
news('Talking therapies: no referral needed', 'You can refer yourself from today.', '2026-10-05 09:00:00');

$home = page('home', 'Health and care in Westmarch',
    paragraph('We plan health services for the people of Westmarch with our partners.')
    . heading('Latest news')
    . "<!-- wp:latest-posts {\"postsToShow\":5,\"displayPostDate\":true} /-->\n\n");
$newsroom = page('news', 'News', '');
update_option('show_on_front', 'page');
update_option('page_on_front', $home);
update_option('page_for_posts', $newsroom);

$menu = stop_on_error(wp_create_nav_menu('Main'));
foreach ([$home, $about, $icp, $strategy, $newsroom, $contact] as $id) {
    stop_on_error(wp_update_nav_menu_item($menu, 0, [
        'menu-item-object-id' => $id, 'menu-item-object' => 'page', 'menu-item-type' => 'post_type',
        'menu-item-status' => 'publish',
    ]));
}
set_theme_mod('nav_menu_locations', ['primary' => $menu]);
$GLOBALS['wp_rewrite']->flush_rules(false);
