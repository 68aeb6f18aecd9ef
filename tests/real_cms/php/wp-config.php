<?php
// WordPress' configuration, from the environment that tests/real_cms/wordpress.py sets.
define('ABSPATH', getenv('WORDPRESS_CODE') . '/');
define('WP_CONTENT_DIR', getenv('WORDPRESS_ROOT') . '/wp-content');
define('WP_HOME', getenv('WORDPRESS_URL'));
define('WP_SITEURL', getenv('WORDPRESS_URL'));
define('WP_CONTENT_URL', WP_HOME . '/wp-content');
define('DB_HOST', 'localhost:' . getenv('WORDPRESS_SOCKET'));
define('DB_NAME', 'wordpress');
define('DB_USER', 'wordpress');
define('DB_PASSWORD', '');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
$table_prefix = 'wp_';

// Nothing leaves this machine and nothing runs by itself.
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISABLE_WP_CRON', true);
