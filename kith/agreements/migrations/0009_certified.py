from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0008_dates"),
    ]

    operations = [
        migrations.AlterField(
            model_name="receipt",
            name="deed",
            field=models.CharField(
                choices=[
                    ("stopped", "Sharing stopped"),
                    ("ended", "Agreement ended"),
                    ("amended", "Agreement amended"),
                    ("returned", "Copies returned or deleted, certified"),
                ],
                max_length=8,
            ),
        ),
    ]
