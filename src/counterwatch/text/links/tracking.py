"""Parameters of links that say where a click came from and never which page it leads to.

Each group names who adds it, as their own manuals describe it; parameters that some site could need for finding the page (`ref`, `source`,
`id`) are not here. A site's own parameters are only dropped on that site.
"""

from __future__ import annotations

PREFIXES = (
    "utm_",  # Google Analytics, campaign parameters; taken up by everybody
    "mtm_", "pk_", "piwik_", "matomo_",  # Matomo, campaign tracking
    "at_medium", "at_campaign", "at_custom", "at_link", "at_bbc", "at_format", "at_ptr", "at_creation", "at_variant",  # Piano (AT Internet)
    "ns_campaign", "ns_mchannel", "ns_source", "ns_linkname", "ns_fee",  # Comscore, campaign measurement
    "hsa_", "__hs",  # HubSpot, ads and e-mail
    "stm_", "itm_", "ga_source", "ga_medium", "ga_campaign", "ga_term", "ga_content",  # campaigns inside a site
    "fb_action_", "fb_ref", "fb_source",  # Meta, shared actions
)  # fmt: skip

NAMES = frozenset({
    "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "gad_campaignid", "srsltid", "_ga", "_gl", "_gac",  # Google
    "fbclid", "igshid", "igsh", "mibextid",  # Meta
    "msclkid", "ocid",  # Microsoft
    "twclid", "ref_src", "ref_url", "__twitter_impression",  # X, also in embedded posts
    "ttclid",  # TikTok
    "li_fat_id",  # LinkedIn
    "sccid",  # Snapchat
    "yclid", "ysclid", "_openstat",  # Yandex
    "mc_cid", "mc_eid",  # Mailchimp
    "_hsenc", "_hsmi",  # HubSpot
    "mkt_tok",  # Adobe Marketo
    "s_cid", "s_kwcid", "ef_id",  # Adobe Analytics
    "vero_id", "vero_conv", "oly_enc_id", "oly_anon_id", "wickedid", "rb_clickid", "irclickid", "epik", "vgo_ee",  # newsletters, networks
    "cmpid", "xtor", "soc_src", "soc_trk", "guccounter", "guce_referrer", "guce_referrer_sig",  # publishers
    "spm", "scm",  # Alibaba
    "isappinstalled", "nsukey", "wxshare_count", "share_token", "share_source", "share_medium", "share_plat", "share_session_id",  # WeChat, Bilibili
    "amp", "amp_js_v", "amp_gsa", "usqp", "outputtype",  # editions and viewers of AMP
})  # fmt: skip

OF_HOST = {
    "twitter.com": frozenset({"s", "t", "lang", "cn", "refsrc", "src"}),
    "instagram.com": frozenset({"hl", "img_index"}),
    "tiktok.com": frozenset({"_r", "_t", "is_copy_url", "is_from_webapp", "sender_device", "lang", "refer", "checksum", "u_code", "tt_from"}),
    "facebook.com": frozenset({"rdid", "sfnsn", "refid", "__tn__", "__xts__", "_rdr", "_rdc", "ref", "paipv", "eav"}),
    "reddit.com": frozenset({"rdt", "share_id"}),
    "linkedin.com": frozenset({"trk", "trackingid", "lipi"}),
    "msn.com": frozenset({"cvid", "ei", "pc"}),
    "nytimes.com": frozenset({"smid", "smtyp", "partner"}),
    "bilibili.com": frozenset({"vd_source", "from", "seid", "bbid", "ts", "unique_k", "buvid"}),
}


def is_tracking(name: str, host: str) -> bool:
    """Return whether a parameter of a link to `host` says nothing about the page."""
    plain = name.lower()
    return plain in NAMES or plain.startswith(PREFIXES) or plain in OF_HOST.get(host, frozenset())
