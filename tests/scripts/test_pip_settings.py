from scripts.pip_settings import translated


def test_a_mirror_and_certificates_are_said_in_uvs_words() -> None:
    listing = "global.index-url='https://mirror.example/pypi'\nglobal.cert='/certs/ca.pem'\nglobal.timeout='60'\n"
    assert translated(listing) == {"UV_DEFAULT_INDEX": "https://mirror.example/pypi", "SSL_CERT_FILE": "/certs/ca.pem"}


def test_several_indexes_stay_several() -> None:
    assert translated("global.extra-index-url='file:///a\\nfile:///b'") == {"UV_INDEX": "file:///a file:///b"}


def test_the_environments_own_word_wins_over_a_file() -> None:
    listing = ":env:.find-links='/from/environment'\nglobal.find-links='/from/file'\n"
    assert translated(listing) == {"UV_FIND_LINKS": "/from/environment"}


def test_no_settings_change_nothing() -> None:
    assert translated("") == {}
