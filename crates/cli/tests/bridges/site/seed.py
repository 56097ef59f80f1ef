"""A queue, and two users who work in it."""

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from helpdesk.models import Queue  # noqa: E402

for name in ["desk", "anna", "outsider"]:
    staff = name != "outsider"
    User.objects.create_user(name, f"{name}@example.com", f"a-password-for-{name}", is_staff=staff, is_superuser=staff)
Queue.objects.create(title="Support", slug="support")
