"""The accounts, what they may do where, and the posts they hold."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import transaction

from wellrun.access.actions import grant
from wellrun.accounts.actions import add_user
from wellrun.accounts.models import User
from wellrun.audit.actions import Actor
from wellrun.demo.site import SignInSpec, Site
from wellrun.organisation.actions import hold_post
from wellrun.organisation.models import Holding, Post, Unit


@transaction.atomic
def load_people(site: Site, *, password: str | None, by: Actor) -> None:
    """What is missing of accounts, with their levels, and of holders; `password`: that of all; None: none can sign in.

    Levels come with the account only, and a holder to a post that never had one: what was taken away since stays away.
    """
    users = {user.username: user for user in User.objects.all()}
    # Hashed once: the hash is slow on purpose, and a demo has dozens of accounts with the same password.
    encoded = make_password(password)
    posts = {post.key: post for post in Post.objects.all()}
    units = {unit.key: unit for unit in Unit.objects.filter(key__in={g.unit for s in site.sign_ins for g in s.grants})}
    held = set(Holding.objects.values_list("post_id", "deputy"))
    for spec in site.sign_ins:
        user = users.get(spec.username)
        if user is None:
            user = _add(spec, encoded, by)
            for given in spec.grants:
                grant(user=user, unit=units[given.unit], level=given.level, by=by)
        for key, deputy in [(key, False) for key in spec.holds] + [(key, True) for key in spec.deputises]:
            if user.is_active and (posts[key].pk, deputy) not in held:
                hold_post(post=posts[key], user=user, starts=site.plan.starts, deputy=deputy, by=by)


def _add(spec: SignInSpec, encoded: str, by: Actor) -> User:
    about = spec.first_look if spec.shown else ""
    user = add_user(username=spec.username, display_name=spec.display_name, password=None, about=about, by=by)
    User.objects.filter(pk=user.pk).update(password=encoded)
    return user
