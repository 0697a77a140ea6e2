from zhinan.cli.main import main

raise SystemExit(main())
