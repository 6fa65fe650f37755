process.stdout.write('ocode\n');
